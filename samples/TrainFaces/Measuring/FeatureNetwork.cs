using Dcgan.Core;
using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>
/// A checkpoint's discriminator, used to compute features for an evaluation. It must come from a separate training run: a generator
/// is trained to fool its own discriminator, so features of that discriminator would favor it.
/// </summary>
internal sealed class FeatureNetwork : IDisposable
{
    private readonly DcganTrainer trainer;
    private readonly string description;

    private FeatureNetwork(DcganTrainer trainer, string description, ImageFormat format) =>
        (this.trainer, this.description, Format) = (trainer, description, format);

    /// <summary>The format of its input images.</summary>
    public ImageFormat Format { get; }

    /// <summary>The device of the network.</summary>
    public torch.Device Device => trainer.Discriminator.parameters().First().device;

    private torch.ScalarType Type => trainer.Discriminator.parameters().First().dtype;

    /// <summary>Opens a checkpoint and moves its networks to a device.</summary>
    /// <param name="option">The command-line option with the checkpoint, for error messages.</param>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    /// <param name="device">The device to use.</param>
    /// <exception cref="CheckpointException">The file is not a training checkpoint.</exception>
    /// <exception cref="SampleException">The device is not available, or the network's images have neither 1 nor 3 channels.</exception>
    public static FeatureNetwork Open(string option, string checkpoint, DeviceChoice device)
    {
        var trainer = DcganTrainer.Open(checkpoint);
        try
        {
            string description = $"{option} {checkpoint}";
            var options = trainer.Discriminator.Options;
            var format = ImageFormat.ForFiles(description, options.ImageSize, options.ImageChannels);
            TrainerFactory.MoveTo(trainer, device);
            // In evaluation mode the features of an image do not depend on the rest of its batch.
            trainer.eval();
            return new FeatureNetwork(trainer, description, format);
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Checks that images have the format that the network requires.</summary>
    /// <param name="producer">What generates the images, for the error message.</param>
    /// <param name="format">The format of the images.</param>
    /// <exception cref="SampleException">The formats differ.</exception>
    public void CheckFormat(string producer, ImageFormat format)
    {
        if (format != Format)
        {
            throw new SampleException(FormattableString.Invariant(
                $"{description}: the discriminator expects {Format.Size}x{Format.Size}x{Format.Channels} images, but {producer} generates {format.Size}x{format.Size}x{format.Channels} images."));
        }
    }

    /// <summary>Creates an evaluator without images.</summary>
    /// <param name="options">Evaluation options; null for the defaults.</param>
    public Evaluator CreateEvaluator(EvaluationOptions? options = null) => new(Evaluator.DiscriminatorFeatures(trainer.Discriminator), options);

    /// <summary>Converts images to the network's data type and device. The result belongs to the current dispose scope.</summary>
    public torch.Tensor ToInput(torch.Tensor images) => images.to(Type).to(Device);

    public void Dispose() => trainer.Dispose();
}
