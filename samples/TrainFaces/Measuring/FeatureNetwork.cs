using Dcgan.Core;
using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>
/// The discriminator of a checkpoint, whose features images are measured by. It is of a run apart: a generator is trained to
/// please its own discriminator, and would be measured by how well it does.
/// </summary>
internal sealed class FeatureNetwork : IDisposable
{
    private readonly DcganTrainer trainer;
    private readonly string description;

    private FeatureNetwork(DcganTrainer trainer, string description) => (this.trainer, this.description) = (trainer, description);

    /// <summary>What it sees.</summary>
    public ImageFormat Format => new(trainer.Discriminator.Options.ImageSize, trainer.Discriminator.Options.ImageChannels);

    public torch.Device Device => trainer.Discriminator.parameters().First().device;

    private torch.ScalarType Type => trainer.Discriminator.parameters().First().dtype;

    /// <param name="option">That names the checkpoint.</param>
    /// <param name="checkpoint">A file.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="CheckpointException">It is no checkpoint of a whole run.</exception>
    /// <exception cref="SampleException">The device is not there.</exception>
    public static FeatureNetwork Open(string option, string checkpoint, DeviceChoice device)
    {
        var trainer = DcganTrainer.Open(checkpoint);
        try
        {
            TrainerFactory.MoveTo(trainer, device);
            // Each image is seen by itself, not by what else is in its batch.
            trainer.eval();
            return new FeatureNetwork(trainer, $"{option} {checkpoint}");
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>That images of a format can be measured by it.</summary>
    /// <param name="made">What makes the images.</param>
    /// <param name="format">Theirs.</param>
    /// <exception cref="SampleException">They cannot.</exception>
    public void CheckFit(string made, ImageFormat format)
    {
        if (format != Format)
        {
            throw new SampleException(FormattableString.Invariant(
                $"{description}: its discriminator sees images of {Format.Size}x{Format.Size}x{Format.Channels}, but {made} makes them of {format.Size}x{format.Size}x{format.Channels}."));
        }
    }

    /// <summary>The two sets of images are yet to come.</summary>
    /// <param name="options">How to measure; in full by default.</param>
    public Evaluator CreateEvaluator(EvaluationOptions? options = null) => new(Evaluator.DiscriminatorFeatures(trainer.Discriminator), options);

    /// <summary>Images as it takes them, in the current scope.</summary>
    public torch.Tensor Fit(torch.Tensor images) => images.to(Type).to(Device);

    public void Dispose() => trainer.Dispose();
}
