using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Samples a generator opened from a file, as a newly started host does.</summary>
internal sealed class DcganOpening : IRepeatedWork
{
    private readonly Generator generator;
    private readonly int batch;
    private long seed;

    internal DcganOpening(TrialRequest request)
    {
        generator = Generator.Open(request.File!);
        batch = request.Trial.Batch;
    }

    public void Repeat()
    {
        using torch.Tensor latents = generator.DrawLatents(batch, seed++);
        generator.Sample(latents, statistics: SamplingStatistics.Running).Dispose();
    }

    public void Dispose() => generator.Dispose();
}
