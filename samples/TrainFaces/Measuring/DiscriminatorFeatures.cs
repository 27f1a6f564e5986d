using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.CommandLine;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>
/// A checkpoint's discriminator, used to compute features for an evaluation. It must come from a separate training run: a generator
/// is trained to fool its own discriminator, so features of that discriminator would favor it.
/// </summary>
internal sealed class DiscriminatorFeatures : FeatureNetwork
{
    private readonly DcganTrainer trainer;
    private readonly string description;
    private readonly ImageFormat format;

    private DiscriminatorFeatures(DcganTrainer trainer, string description, ImageFormat format, string digest)
    {
        (this.trainer, this.description, this.format) = (trainer, description, format);
        Identity = $"{digest} {Weight.device}"; // Devices round differently.
    }

    public override ImageFormat? Format => format;

    public override string Identity { get; }

    private torch.Tensor Weight => trainer.Discriminator.parameters().First();

    /// <summary>Opens a checkpoint and moves its networks to a device.</summary>
    /// <param name="option">The command-line option with the checkpoint, for error messages.</param>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    /// <param name="device">The device to use.</param>
    /// <exception cref="SampleException">The file is not a training checkpoint, the device is not available, or the network's images have more than 4 channels.</exception>
    public static DiscriminatorFeatures Open(string option, string checkpoint, DeviceChoice device)
    {
        var trainer = CheckpointOptions.Named(option, () => DcganTrainer.Open(checkpoint));
        try
        {
            string description = $"{option} {checkpoint}";
            var options = trainer.Discriminator.Options;
            var format = ImageData.FormatOf(description, options.ImageSize, options.ImageChannels);
            TrainerFactory.MoveTo(trainer, device);
            // In evaluation mode the features of an image do not depend on the rest of its batch.
            trainer.eval();
            return new DiscriminatorFeatures(trainer, description, format, Digest(option, checkpoint, null)!);
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    public override void CheckFormat(string producer, ImageFormat format)
    {
        if (format != this.format)
        {
            throw new SampleException(FormattableString.Invariant(
                $"{description}: the discriminator expects {this.format} images, but {producer} generates {format} images."));
        }
    }

    public override Evaluator CreateEvaluator(EvaluationOptions options) => new(Evaluator.DiscriminatorFeatures(trainer.Discriminator), options);

    public override torch.Tensor ToInput(torch.Tensor images) => images.to(Weight.dtype).to(Weight.device);

    public override void Dispose() => trainer.Dispose();
}
