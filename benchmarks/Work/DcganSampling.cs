namespace Dcgan.Benchmarks;

/// <summary>A batch of images as a host asks for it.</summary>
internal sealed class DcganSampling : IRepeatedWork
{
    private readonly DcganTrainer trainer;
    private readonly int batch;

    internal DcganSampling(Trial trial)
    {
        trainer = DcganNetworks.Trainer(trial);
        batch = trial.Batch;
    }

    public void Repeat() => trainer.Sample(batch).Dispose();

    public void Dispose() => trainer.Dispose();
}
