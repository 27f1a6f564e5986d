using System.Globalization;

namespace FaceService;

/// <summary>What the command line, the environment or appsettings.json decide.</summary>
internal sealed record ServiceSettings
{
    private const int MostPlaces = 256;
    private const int LongestQueue = 10_000;
    private const int QueueForEachPlace = 16;

    /// <summary>The model file; by default the one that lies beside the program. Relative to where the user stands.</summary>
    public string Model { get; init; } = Path.Combine(AppContext.BaseDirectory, "Models", "faces.onnx");

    /// <summary>Pictures that are made at once: from 1 to 256, by default as many as there are cores, for each keeps one busy.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Requests that may wait for a place: from 0 to 10000, by default 16 for each place. What comes beyond is refused.</summary>
    public int Queue { get; init; } = Environment.ProcessorCount * QueueForEachPlace;

    /// <exception cref="StartException">A number is out of its range.</exception>
    public static ServiceSettings Read(IConfiguration configuration)
    {
        var defaults = new ServiceSettings();
        int concurrency = Number(configuration, nameof(Concurrency), 1, MostPlaces, defaults.Concurrency);
        return new ServiceSettings
        {
            Model = configuration[nameof(Model)] ?? defaults.Model,
            Concurrency = concurrency,
            Queue = Number(configuration, nameof(Queue), 0, LongestQueue, concurrency * QueueForEachPlace),
        };
    }

    private static int Number(IConfiguration configuration, string name, int least, int most, int byDefault)
    {
        string? text = configuration[name];
        if (text is null)
        {
            return byDefault;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new StartException($"{name}: must be a whole number from {least} to {most} but was \"{text}\".");
    }
}
