namespace Dcgan.Core;

/// <summary>Puts a generator into the mode in which it makes images for use, and back into the one that it was in.</summary>
internal sealed class SamplingMode : IDisposable
{
    private readonly Generator generator;
    private readonly bool wasTraining;
    private readonly BatchNormalization[] normalizations;

    internal SamplingMode(Generator generator, SamplingStatistics statistics)
    {
        this.generator = generator;
        wasTraining = generator.training;
        IsByBatch = statistics == SamplingStatistics.Batch;
        normalizations = [.. generator.modules().OfType<BatchNormalization>()];
        generator.eval();
        Set(IsByBatch);
    }

    internal bool IsByBatch { get; }

    public void Dispose()
    {
        Set(false);
        generator.train(wasTraining);
    }

    private void Set(bool byBatch)
    {
        foreach (BatchNormalization normalization in normalizations)
        {
            normalization.EvaluatesByBatch = byBatch;
        }
    }
}
