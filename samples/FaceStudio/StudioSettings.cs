using System.Globalization;
using Dcgan.Core;
using FaceService;

namespace FaceStudio;

/// <summary>The application's settings.</summary>
internal sealed record StudioSettings
{
    /// <summary>Section of appsettings.json.</summary>
    public const string Section = "FaceStudio";

    /// <summary>Prefix of the environment variables: FACESTUDIO_IMAGES and so on.</summary>
    public const string EnvironmentPrefix = "FACESTUDIO_";

    private const int MaxDepths = 8;
    private const int MaxDepth = 4096;

    /// <summary>The names of the settings, in every source.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(Images), nameof(Run), nameof(Depths), nameof(BatchSize), nameof(Seed), nameof(SnapshotSteps), nameof(CheckpointSteps),
        nameof(Threads), nameof(AutoStart), nameof(Metrics),
    ];

    /// <summary>A folder or a zip archive of images. Relative paths start at the working directory. Default "images".</summary>
    public string Images { get; init; } = "images";

    /// <summary>Folder of the run's checkpoints. One process may use it at a time. Default "runs/studio".</summary>
    public string Run { get; init; } = "runs/studio";

    /// <summary>
    /// The generator's depths: 1 to 8 numbers in [1, 4096]; N of them make images of 4·2^N pixels per side. Default null: those of the
    /// checkpoint, or 128, 64, 32, 16 in a new run.
    /// </summary>
    public Depths? Depths { get; init; }

    /// <summary>Images per step, in [2, 4096]. Default: that of the recommended preset, 16.</summary>
    public int BatchSize { get; init; } = DcganPreset.Recommended.BatchSize;

    /// <summary>Random seed of a new run. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between two snapshots of the generator for requests. At least 1. Default 50.</summary>
    public int SnapshotSteps { get; init; } = 50;

    /// <summary>Steps between two checkpoints. At least 1. Default 500.</summary>
    public int CheckpointSteps { get; init; } = 500;

    /// <summary>Threads that libtorch computes with, in [1, 1024]. Default: the number of cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether to train as soon as the application has started. Default false: on request.</summary>
    public bool AutoStart { get; init; }

    /// <summary>Where the metrics go. Default: nowhere.</summary>
    public MetricsExporter Metrics { get; init; }

    /// <summary>
    /// Reads the settings from the section "FaceStudio" of appsettings.json, the environment, and the command line; the later source
    /// wins. A missing setting gets its default value.
    /// </summary>
    /// <exception cref="StartException">A setting is unknown or invalid.</exception>
    public static StudioSettings Read(IConfiguration host, string[] args)
    {
        IConfiguration own = CommandLineCheck.ReadSettings(host, Section, EnvironmentPrefix, Names);
        IConfiguration all = new ConfigurationBuilder().AddConfiguration(own).AddCommandLine(args).Build();
        var defaults = new StudioSettings();
        return new StudioSettings
        {
            Images = ReadPath(all, nameof(Images), defaults.Images),
            Run = ReadPath(all, nameof(Run), defaults.Run),
            Depths = all[nameof(Depths)] is string depths ? ReadDepths(depths) : null,
            BatchSize = (int)ReadInteger(all, nameof(BatchSize), 2, 4096, defaults.BatchSize),
            Seed = ReadInteger(all, nameof(Seed), long.MinValue, long.MaxValue, defaults.Seed),
            SnapshotSteps = (int)ReadInteger(all, nameof(SnapshotSteps), 1, int.MaxValue, defaults.SnapshotSteps),
            CheckpointSteps = (int)ReadInteger(all, nameof(CheckpointSteps), 1, int.MaxValue, defaults.CheckpointSteps),
            Threads = (int)ReadInteger(all, nameof(Threads), 1, 1024, defaults.Threads),
            AutoStart = ReadChoice(all, nameof(AutoStart), ("true", true), ("false", false)),
            Metrics = ReadChoice(all, nameof(Metrics), ("none", MetricsExporter.None), ("prometheus", MetricsExporter.Prometheus), ("otlp", MetricsExporter.Otlp)),
        };
    }

    private static string ReadPath(IConfiguration source, string name, string defaultValue) => source[name] switch
    {
        null => Path.GetFullPath(defaultValue),
        var path when string.IsNullOrWhiteSpace(path) => throw new StartException($"{name}: must be a path but was empty."),
        var path => Path.GetFullPath(path),
    };

    private static Depths ReadDepths(string text)
    {
        int?[] depths = [.. text.Split(',').Select(part => ParseInteger(part.Trim(), 1, MaxDepth) is long depth ? (int?)depth : null)];
        return depths.Length <= MaxDepths && Array.TrueForAll(depths, depth => depth.HasValue)
            ? new Depths(depths.OfType<int>())
            : throw new StartException($"Depths: must be 1 to {MaxDepths} integers in [1, {MaxDepth}], separated by commas, but was \"{text}\".");
    }

    private static long ReadInteger(IConfiguration source, string name, long minimum, long maximum, long defaultValue)
    {
        if (source[name] is not string text)
        {
            return defaultValue;
        }

        return ParseInteger(text, minimum, maximum)
            ?? throw new StartException($"{name}: must be an integer in [{minimum}, {maximum}] but was \"{text}\".");
    }

    private static long? ParseInteger(string text, long minimum, long maximum) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum ? value : null;

    /// <summary>Reads one of several words. A missing setting is the default of its type: false or None.</summary>
    private static T ReadChoice<T>(IConfiguration source, string name, params (string Word, T Value)[] choices)
        where T : struct
    {
        if (source[name] is not string text)
        {
            return default;
        }

        foreach ((string word, T value) in choices)
        {
            if (string.Equals(text, word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new StartException($"{name}: must be {string.Join(" or ", choices.Select(choice => choice.Word))} but was \"{text}\".");
    }
}
