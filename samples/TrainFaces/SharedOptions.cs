using System.Globalization;
using Dcgan.Core;

namespace TrainFaces;

/// <summary>
/// The options that a resumed run must share, as text by their names. The checkpoints hold the same values, but under the names of the
/// library.
/// </summary>
internal static class SharedOptions
{
    private const string R1 = "--r1";
    private const string R1Interval = "--r1-interval";
    private const string R1Start = "--r1-start";
    private const string LabelSize = "--label-size";

    /// <summary>Options that other options get their default values from. If one of them differs, it alone is named.</summary>
    private static readonly string[] Sources = ["--data", "--start-from", PresetNames.Option];

    /// <summary>The options of a run, also those with default values.</summary>
    /// <param name="options">The options of the command line.</param>
    /// <param name="trainer">The trainer that was created from them.</param>
    public static IReadOnlyDictionary<string, string> Of(TrainFacesOptions options, DcganTrainer trainer)
    {
        var (networks, loss) = (trainer.Generator.Options, trainer.Options.Loss);
        var shared = new Dictionary<string, string>
        {
            ["--data"] = options.Data is null ? "(drawn faces)" : "(images)",
            ["--classes"] = networks.Classes == 0 ? "(none)" : $"({Text(networks.Classes)} classes)",
            ["--start-from"] = options.StartFrom is null ? "(none)" : "(a checkpoint)",
            [PresetNames.Option] = PresetNames.NameOf(options.Preset),
            ["--batch"] = Text(options.BatchSize),
            ["--depths"] = string.Join(',', networks.Depths),
            ["--base-size"] = networks.BaseSize.ToString(),
            ["--kernel-size"] = networks.KernelSize == trainer.Discriminator.Options.KernelSize ? Text(networks.KernelSize) : "(one for each network)",
            ["--channels"] = Text(networks.ImageChannels),
            ["--latent"] = Text(networks.LatentSize),
            ["--learning-rate"] = Text(trainer.Options.LearningRate),
            [R1] = Text(loss.R1Weight),
            ["--label-smoothing"] = Text(loss.LabelSmoothing),
            ["--precision"] = options.Precision.ToString().ToLowerInvariant(),
            ["--seed"] = Text(options.Seed),
            ["--freeze-d"] = Text(options.FreezeD),
        };
        if (networks.Classes > 0)
        {
            shared[LabelSize] = Text(networks.LabelSize);
        }

        if (loss.R1Weight > 0)
        {
            shared[R1Interval] = Text(loss.PenaltyInterval);
            shared[R1Start] = Text(loss.PenaltyStart);
        }

        return shared;
    }

    /// <summary>The options of a run as earlier builds wrote them, as this build writes them.</summary>
    public static IReadOnlyDictionary<string, string> Updated(IReadOnlyDictionary<string, string> earlier)
    {
        var updated = new Dictionary<string, string>(earlier);
        if (earlier.TryGetValue("--classes", out string? classes) && classes != "(none)")
        {
            _ = updated.TryAdd(LabelSize, "32"); // The only size before the option.
        }

        if (!earlier.TryGetValue(R1, out string? weight) || weight == "0" || earlier.ContainsKey(R1Start))
        {
            return updated;
        }

        if (weight == "(none)")
        {
            updated[R1] = "0";
            updated.Remove(R1Interval);
        }
        else
        {
            updated[R1Start] = "0"; // Penalties began with the first step.
        }

        return updated;
    }

    /// <summary>The names of the options that differ and that the user can have caused. Options that one side does not have do not count.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> earlier, IReadOnlyDictionary<string, string> now)
    {
        string[] all = [.. now.Where(option => earlier.TryGetValue(option.Key, out string? value) && value != option.Value).Select(option => option.Key)];
        string[] sources = [.. all.Intersect(Sources)];
        return sources.Length > 0 ? sources : all;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Exact, and 0 for -0.
    private static string Text(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
