using System.Globalization;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.CommandLine;
using TrainFaces.Data;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>
/// The networks of --start-from: a new run takes their architecture and weights. Its optimizers, counts and random numbers start
/// anew.
/// </summary>
internal sealed class StartingPoint : IDisposable
{
    private const string Name = "--start-from";

    private readonly DcganTrainer earlier;
    private readonly string source;

    private StartingPoint(string option, string path)
    {
        source = $"{option} {path}";
        CheckpointOptions.Named(option, () => Discriminator.Open(path)).Dispose(); // Says what is missing in a file with only a generator.
        earlier = CheckpointOptions.Named(option, () => DcganTrainer.Open(path));
    }

    /// <summary>Opens the checkpoint of --start-from.</summary>
    /// <returns>The networks; null without --start-from.</returns>
    /// <exception cref="SampleException">The file cannot be read, or an option needs it.</exception>
    public static StartingPoint? Open(TrainFacesOptions options)
    {
        if (options.StartFrom is not { } path)
        {
            return options.FreezeD == 0
                ? null
                : throw new SampleException(FormattableString.Invariant(
                    $"--freeze-d {options.FreezeD}: needs --start-from, because new networks have nothing to keep{(options.Resume ? "; give both if the run was started with both" : "; leave it out")}."));
        }

        // A resumed run has the networks in its own checkpoints. The other run's checkpoint may have been deleted since.
        string? own = options.Resume ? new CheckpointDirectory(RunFolder.CheckpointsUnder(options.Out)).Latest() : null;
        return own is null ? new StartingPoint(Name, path) : new StartingPoint("--resume", own);
    }

    /// <summary>Replaces the options of the networks by those of the file.</summary>
    /// <exception cref="SampleException">
    /// The networks' images have more than 4 channels, or an option on the command line contradicts the file.
    /// </exception>
    public TrainFacesOptions Complete(TrainFacesOptions options)
    {
        var networks = earlier.Generator.Options;
        _ = ImageData.FormatOf(source, networks.ImageSize, networks.ImageChannels);
        Check(options, "--size", Text(options.ImageSize), Text(networks.ImageSize));
        Check(options, "--depths", string.Join(',', options.Depths), string.Join(',', networks.Depths));
        Check(options, "--base-size", Text(options.BaseSize), Text(networks.BaseSize));
        Check(options, "--kernel-size", options.KernelSize, networks.KernelSize);
        Check(options, "--channels", options.Channels, networks.ImageChannels);
        Check(options, "--latent", options.LatentSize, networks.LatentSize);
        if (options.FreezeD > networks.Depths.Count)
        {
            throw new SampleException(FormattableString.Invariant(
                $"--freeze-d {options.FreezeD}: must be at most {networks.Depths.Count}, the number of stages of {source}."));
        }

        if (options.Classes != networks.Classes > 0)
        {
            throw new SampleException(options.Classes
                ? $"--classes: contradicts {source}, whose networks have no classes; leave out --classes."
                : $"{source}: the networks have {networks.Classes} classes; add --classes, and use --data with a subfolder for each class.");
        }

        Check(options, "--label-size", options.LabelSize, networks.LabelSize);
        return options with
        {
            Depths = networks.Depths,
            BaseSize = networks.BaseSize,
            KernelSize = networks.KernelSize,
            Channels = networks.ImageChannels,
            LatentSize = networks.LatentSize,
            LabelSize = networks.LabelSize,
            Precision = options.Given.Contains("--precision") ? options.Precision : networks.Precision,
        };
    }

    /// <summary>The preset with the networks of the file.</summary>
    /// <param name="preset">The preset of the new run.</param>
    /// <param name="classNames">The classes of the new run's images; empty for none.</param>
    /// <exception cref="SampleException">The networks have other classes.</exception>
    public DcganPreset Apply(DcganPreset preset, IReadOnlyList<string> classNames)
    {
        var networks = earlier.Generator.Options;
        return networks.Classes == classNames.Count && (networks.ClassNames is null || networks.ClassNames.SequenceEqual(classNames))
            ? preset with { Generator = networks with { ClassNames = classNames.Count == 0 ? null : [.. classNames] }, Discriminator = earlier.Discriminator.Options }
            : throw new SampleException(
                $"--data: must have the classes of {source}, {networks.Classes} classes ({CheckpointOptions.Listed(networks.ClassNames ?? [])}), but has {classNames.Count} ({CheckpointOptions.Listed(classNames)}).");
    }

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

    public static string Text(SpatialSize size) => size.IsSquare ? size.Height.ToString(CultureInfo.InvariantCulture) : size.ToString();

    private void Check<T>(TrainFacesOptions options, string option, T given, T stored)
    {
        if (options.Given.Contains(option) && !Equals(given, stored))
        {
            throw new SampleException(FormattableString.Invariant(
                $"{option} {given}: contradicts {source}, whose networks have {stored}; leave out {option}."));
        }
    }
}
