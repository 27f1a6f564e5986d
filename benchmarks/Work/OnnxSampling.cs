using Microsoft.ML.OnnxRuntime;

namespace Dcgan.Benchmarks;

/// <summary>Samples from an exported generator, as a host without libtorch would.</summary>
internal sealed class OnnxSampling : IRepeatedWork
{
    private readonly InferenceSession session;
    private readonly int batch;
    private readonly int latentSize;
    private long seed;

    internal OnnxSampling(TrialRequest request)
    {
        using var options = new SessionOptions { IntraOpNumThreads = request.Threads };
        session = new InferenceSession(request.File, options);
        batch = request.Trial.Batch;
        latentSize = session.InputMetadata["latents"].Dimensions[1];
    }

    public void Repeat()
    {
        float[] numbers = new float[batch * latentSize];
        SeededLatents.Fill(numbers, latentSize, LatentDistribution.Uniform, seed++, 0);
        using OrtValue latents = OrtValue.CreateTensorValueFromMemory(numbers, [batch, latentSize]);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        session.Run(run, ["latents"], [latents], ["images"]).Dispose();
    }

    public void Dispose() => session.Dispose();
}
