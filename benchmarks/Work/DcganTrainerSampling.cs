namespace Dcgan.Benchmarks;

/// <summary>A batch of images of a trainer, as a host looks at them during training.</summary>
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
