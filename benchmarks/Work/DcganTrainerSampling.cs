namespace Dcgan.Benchmarks;

/// <summary>Samples batches from a trainer, as a host does during training.</summary>
internal sealed class DcganTrainerSampling : IRepeatedWork
{
    private readonly DcganTrainer trainer;
    private readonly int batch;

    internal DcganTrainerSampling(Trial trial)
    {
        trainer = DcganNetworks.Trainer(trial);
        batch = trial.Batch;
    }

    public void Repeat() => trainer.Sample(batch).Dispose();

    public void Dispose() => trainer.Dispose();
}
