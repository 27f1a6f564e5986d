using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Runs training steps of the library, as a host does.</summary>
internal sealed class DcganTraining : IRepeatedWork
{
    private readonly DcganTrainer trainer;
    private readonly torch.Tensor images;

    internal DcganTraining(Trial trial)
    {
        trainer = DcganNetworks.Trainer(trial);
        images = ExampleImages.Draw(trial);
    }

    public void Repeat() => trainer.Step(images);

    public void Dispose()
    {
        images.Dispose();
        trainer.Dispose();
    }
}
