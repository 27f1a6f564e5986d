using System.Globalization;

namespace FaceService;

/// <summary>The service's settings, read from the command line, the environment, or appsettings.json.</summary>
internal sealed record ServiceSettings
{
    private const int MaxConcurrency = 256;
    private const int MaxQueue = 10_000;
    private const int QueuePerParallelRequest = 16;

    /// <summary>Path of the model file. Relative paths start at the working directory. Default: the model in the program's folder.</summary>
    public string Model { get; init; } = Path.Combine(AppContext.BaseDirectory, "Models", "faces.onnx");

    /// <summary>
    /// Number of picture requests processed in parallel, in [1, 256]. Default: the number of cores, because each request
    /// keeps one core busy.
    /// </summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Maximum number of picture requests that may wait, in [0, 10000]. Further requests get status 503. Default: 16 per
    /// parallel request.
    /// </summary>
    public int Queue { get; init; } = Environment.ProcessorCount * QueuePerParallelRequest;

    /// <summary>Reads the settings. A missing setting gets its default value.</summary>
    /// <exception cref="StartException">A number is out of range.</exception>
    public static ServiceSettings Read(IConfiguration configuration)
    {
        var defaults = new ServiceSettings();
        int concurrency = ReadInteger(configuration, nameof(Concurrency), 1, MaxConcurrency, defaults.Concurrency);
        return new ServiceSettings
        {
            Model = configuration[nameof(Model)] ?? defaults.Model,
            Concurrency = concurrency,
            Queue = ReadInteger(configuration, nameof(Queue), 0, MaxQueue, concurrency * QueuePerParallelRequest),
        };
    }

    private static int ReadInteger(IConfiguration configuration, string name, int minimum, int maximum, int defaultValue)
    {
        string? text = configuration[name];
        if (text is null)
        {
            return defaultValue;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw new StartException($"{name}: must be an integer in [{minimum}, {maximum}] but was \"{text}\".");
    }
}
