using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>
/// The networks of --start-from: a new run takes their architecture and weights. Its optimizers, counts and random numbers start
/// anew.
/// </summary>
internal sealed class StartingPoint : IDisposable
{
    private readonly DcganTrainer earlier;
    private readonly string path;

    private StartingPoint(string path)
    {
        this.path = path;
        using (var discriminator = Discriminator.Open(path)) // Says what is missing in a file with only a generator.
        {
            if (discriminator.Options.Classes > 0)
            {
                throw new SampleException(
                    $"--start-from {path}: the networks must be unconditional but have {discriminator.Options.Classes} classes, which this program cannot train.");
            }
        }

        earlier = DcganTrainer.Open(path);
    }

    /// <summary>Opens the checkpoint of --start-from.</summary>
    /// <returns>The networks; null without --start-from.</returns>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    /// <exception cref="SampleException">The networks are not for this program.</exception>
    public static StartingPoint? Open(TrainFacesOptions options)
    {
        if (options.StartFrom is not { } path)
        {
            return null;
        }

        // A resumed run has the networks in its own checkpoints. The other run's checkpoint may have been deleted since.
        string? own = options.Resume ? new CheckpointDirectory(RunFolder.CheckpointsUnder(options.Out)).Latest() : null;
        return new StartingPoint(own ?? path);
    }

    /// <summary>Replaces the options of the networks by those of the file.</summary>
    /// <exception cref="SampleException">
    /// The networks' images are not square or neither grayscale nor RGB, or an option on the command line contradicts the file.
    /// </exception>
    public TrainFacesOptions Complete(TrainFacesOptions options)
    {
        var networks = earlier.Generator.Options;
        _ = ImageFormat.ForFiles($"--start-from {path}", networks.ImageSize, networks.ImageChannels);
        Check(options, "--depths", string.Join(',', options.Depths), string.Join(',', networks.Depths));
        Check(options, "--s-size", options.BaseSize, networks.BaseSize.Height);
        Check(options, "--channels", options.Channels, networks.ImageChannels);
        Check(options, "--latent", options.LatentSize, networks.LatentSize);
        return options with
        {
            Depths = networks.Depths,
            BaseSize = networks.BaseSize.Height,
            Channels = networks.ImageChannels,
            LatentSize = networks.LatentSize,
            Precision = options.Given.Contains("--precision") ? options.Precision : networks.Precision,
        };
    }

    /// <summary>The preset with the networks of the file.</summary>
    public DcganPreset Apply(DcganPreset preset) =>
        preset with { Generator = earlier.Generator.Options, Discriminator = earlier.Discriminator.Options };

    /// <summary>Copies the weights and the running statistics to a new run.</summary>
    public void CopyTo(DcganTrainer trainer)
    {
        using var noGradients = torch.no_grad();
        Copy(earlier.Generator, trainer.Generator);
        Copy(earlier.Discriminator, trainer.Discriminator);
        if (trainer.AveragedGenerator is { } average)
        {
            Copy(earlier.AveragedGenerator ?? earlier.Generator, average);
        }
    }

    public void Dispose() => earlier.Dispose();

    // Not strict: calibrated statistics, which a checkpoint may have, are computed anew.
    private static void Copy(torch.nn.Module source, torch.nn.Module target) => target.load_state_dict(source.state_dict(), strict: false);

    private void Check<T>(TrainFacesOptions options, string option, T given, T stored)
    {
        if (options.Given.Contains(option) && !Equals(given, stored))
        {
            throw new SampleException(FormattableString.Invariant(
                $"{option} {given}: contradicts --start-from {path}, whose networks have {stored}; leave out {option}."));
        }
    }
}
