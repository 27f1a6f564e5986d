using System.CommandLine;
using System.Globalization;
using Dcgan.Core;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Options and functions shared by the commands that read a checkpoint.</summary>
internal static class CheckpointOptions
{
    public const string Name = "--checkpoint";

    public static Option<string> Checkpoint() => new(Name)
    {
        Description = "A training checkpoint, or a file with only a generator.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<int> Scale(int defaultValue) =>
        Integer.Option("--scale", "Enlargement factor for the images.", 1, 16, defaultValue);

    /// <summary>Checks that the total size of the images stays below a limit, before any image is generated.</summary>
    /// <param name="options">The options that determine the size, for the error message.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="size">Height and width of the generator's images in pixels.</param>
    /// <param name="scale">Enlargement factor.</param>
    /// <exception cref="SampleException">The images have more than 2^28 pixels in total.</exception>
    public static void CheckSize(string options, long count, SpatialSize size, long scale)
    {
        const long MaxPixels = 1L << 28;
        Int128 pixels = (Int128)count * size.Height * scale * size.Width * scale;
        if (pixels > MaxPixels)
        {
            throw new SampleException(FormattableString.Invariant(
                $"{options}: the output must have at most {MaxPixels} pixels, but {count} images of {size.Height * scale}x{size.Width * scale} have {pixels}; use smaller values."));
        }
    }

    /// <summary>Opens the generator of --checkpoint.</summary>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    /// <exception cref="SampleException">The file does not contain a generator.</exception>
    public static Generator Open(string checkpoint) => Named(Name, () => Generator.Open(checkpoint));

    /// <summary>Opens a checkpoint. Its errors begin with the option that names the file.</summary>
    /// <param name="option">The option.</param>
    /// <param name="open">Opens the file.</param>
    /// <exception cref="SampleException">The file cannot be opened.</exception>
    public static T Named<T>(string option, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (CheckpointException error)
        {
            throw new SampleException($"{option} {error.Message}", error);
        }
    }

    /// <summary>Opens a generator without classes.</summary>
    /// <param name="checkpoint">The path of the checkpoint.</param>
    /// <param name="command">The command that needs the generator, for the error message.</param>
    /// <exception cref="SampleException">The file does not contain a generator, or the generator has classes.</exception>
    public static Generator OpenUnconditional(string checkpoint, string command)
    {
        var generator = Open(checkpoint);
        try
        {
            CheckUnconditional(checkpoint, command, generator.Options);
            return generator;
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="OpenUnconditional" path="/exception"/>
    public static void CheckUnconditional(string checkpoint, string command, GeneratorOptions options)
    {
        if (options.Classes > 0)
        {
            throw new SampleException(
                $"--checkpoint {checkpoint}: the generator must be unconditional but has {options.Classes} classes, which the command {command} does not support.");
        }
    }

    /// <summary>The label of a class of a generator.</summary>
    /// <param name="name">The name of the class, or its number from 0.</param>
    /// <param name="checkpoint">The path of the checkpoint, for error messages.</param>
    /// <param name="options">The generator's options.</param>
    /// <exception cref="SampleException">There is no such class.</exception>
    public static int LabelOf(string name, string checkpoint, GeneratorOptions options)
    {
        int named = options.ClassNames?.IndexOf(name) ?? -1;
        return named >= 0 ? named
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int label) && label < options.Classes ? label
            : throw new SampleException(options.Classes == 0
                ? $"--class {name}: the generator of {checkpoint} has no classes; leave out --class."
                : options.ClassNames is not null
                    ? FormattableString.Invariant($"--class {name}: must be one of {Listed([.. options.ClassNames.Select(it => $"\"{it}\"")])}, or a number in [0, {options.Classes - 1}].")
                    : FormattableString.Invariant($"--class {name}: must be a number in [0, {options.Classes - 1}]."));
    }

    /// <summary>The names of classes, or the first ones and the number of the others.</summary>
    public static string Listed(IReadOnlyCollection<string> names)
    {
        const int Most = 20;
        string more = names.Count > Most ? FormattableString.Invariant($" and {names.Count - Most} more") : string.Empty;
        return string.Join(", ", names.Take(Most)) + more;
    }

    /// <summary>Computes the statistics of a generator that has none for its weights, so that each image depends only on its latent.</summary>
    public static void Calibrate(Generator generator, RunDisplay display, CancellationToken stop) =>
        display.Run("Calibrating", progress => generator.Calibrate(progress: progress, cancellationToken: stop));
}
