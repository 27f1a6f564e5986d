using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Samples batches from a frozen generator, as a host does after training.</summary>
internal sealed class DcganSampling : IRepeatedWork
{
    private readonly FrozenGenerator generator;
    private readonly int batch;
    private long seed;

    internal DcganSampling(Trial trial)
    {
        using DcganTrainer trainer = DcganNetworks.Trainer(trial);
        generator = trainer.Generator.Freeze(SamplingStatistics.Running); // Any fixed statistics would do; these exist.
        batch = trial.Batch;
    }

    public void Repeat()
    {
        using torch.Tensor latents = generator.DrawLatents(batch, seed++);
        generator.Sample(latents).Dispose();
    }

    public void Dispose() => generator.Dispose();
}
