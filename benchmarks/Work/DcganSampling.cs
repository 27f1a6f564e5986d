using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>A batch of images of a finished generator, as a host that uses it asks for them.</summary>
internal sealed class DcganSampling : IRepeatedWork
{
    private readonly FrozenGenerator generator;
    private readonly int batch;
    private long seed;

    internal DcganSampling(Trial trial)
    {
        using DcganTrainer trainer = DcganNetworks.Trainer(trial);
        generator = trainer.Generator.Freeze(SamplingStatistics.Running); // any will do, and these are there
        batch = trial.Batch;
    }

    public void Repeat()
    {
        using torch.Tensor latents = generator.DrawLatents(batch, seed++);
        generator.Sample(latents).Dispose();
    }

    public void Dispose() => generator.Dispose();
}
