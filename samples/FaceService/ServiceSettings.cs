using System.Globalization;
using FaceService.Endpoints;

namespace FaceService;

/// <summary>The service's settings.</summary>
internal sealed record ServiceSettings
{
    /// <summary>Prefix of the environment variables: FACESERVICE_MODEL and so on.</summary>
    public const string EnvironmentPrefix = "FACESERVICE_";

    /// <summary>Section of appsettings.json.</summary>
    public const string Section = "FaceService";

    private const int MaxConcurrency = 256;
    private const int MaxQueue = 10_000;
    private const int MaxConnections = 100_000;
    private const int MaxMemory = 1_000_000;
    private const int MaxSeconds = 3600;
    private const int QueuePerParallelRequest = 16;

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(Model), nameof(Concurrency), nameof(Queue), nameof(Share), nameof(Memory),
        nameof(ClientLimits.Deadline), nameof(ClientLimits.Stall), nameof(ClientLimits.Connections),
    ];

    /// <summary>Path of the model file. Relative paths start at the working directory. Default: the model in the program's folder.</summary>
    public string Model { get; init; } = Path.Combine(AppContext.BaseDirectory, "Models", "faces.onnx");

    /// <summary>
    /// Number of pictures generated in parallel, in [1, 256]. Default: the number of cores, because each picture keeps one core busy.
    /// </summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Number of picture requests beyond <see cref="Concurrency"/> that the service accepts, in [0, 10000]: they wait, or their
    /// picture is being sent. Further requests get status 503. Default: 16 per parallel request.
    /// </summary>
    public int Queue { get; init; } = Environment.ProcessorCount * QueuePerParallelRequest;

    /// <summary>
    /// Number of picture requests that one client address may have in progress. Further requests get status 429. Default: half of
    /// <see cref="Places"/>, so that one address cannot lock out all others.
    /// </summary>
    public int Share { get; init; } = Half(Environment.ProcessorCount * (1 + QueuePerParallelRequest));

    /// <summary>
    /// Memory for the pixels of pictures that are generated or sent, in megabytes, in [1, 1000000]. Further requests wait. One
    /// picture larger than that is still served, alone. Default: 128, enough for 40 grids of 16x16 faces of 64x64 pixels.
    /// </summary>
    public int Memory { get; init; } = 128;

    /// <summary>Limits of slow clients and of connections: times of 1 to 3600 s, and 2 to 100000 connections.</summary>
    public ClientLimits Clients { get; init; } = new();

    /// <summary>Number of picture requests in progress at once.</summary>
    public int Places => Concurrency + Queue;

    /// <summary>
    /// Reads the settings from the section "FaceService" of appsettings.json, the environment, and the command line; the later
    /// source wins. A missing setting gets its default value.
    /// </summary>
    /// <exception cref="StartException">A setting is unknown, or a number is out of range.</exception>
    public static ServiceSettings Read(IConfiguration host, string[] args) => Read(new ConfigurationBuilder()
        .AddConfiguration(CommandLineCheck.ReadSettings(host, Section, EnvironmentPrefix, Names))
        .AddCommandLine(args)
        .Build());

    private static ServiceSettings Read(IConfiguration configuration)
    {
        var defaults = new ServiceSettings();
        int concurrency = ReadInteger(configuration, nameof(Concurrency), 1, MaxConcurrency, defaults.Concurrency);
        int queue = ReadInteger(configuration, nameof(Queue), 0, MaxQueue, concurrency * QueuePerParallelRequest);
        return new ServiceSettings
        {
            Model = configuration[nameof(Model)] ?? defaults.Model,
            Concurrency = concurrency,
            Queue = queue,
            Share = ReadInteger(configuration, nameof(Share), 1, MaxConcurrency + MaxQueue, Half(concurrency + queue)),
            Memory = ReadInteger(configuration, nameof(Memory), 1, MaxMemory, defaults.Memory),
            Clients = new ClientLimits
            {
                Deadline = ReadSeconds(configuration, nameof(ClientLimits.Deadline), defaults.Clients.Deadline),
                Stall = ReadSeconds(configuration, nameof(ClientLimits.Stall), defaults.Clients.Stall),
                Connections = ReadInteger(configuration, nameof(ClientLimits.Connections), 2, MaxConnections, defaults.Clients.Connections),
            },
        };
    }

    /// <summary>Half of a number, rounded up.</summary>
    public static int Half(int number) => (number + 1) / 2;

    private static TimeSpan ReadSeconds(IConfiguration configuration, string name, TimeSpan defaultValue) =>
        TimeSpan.FromSeconds(ReadInteger(configuration, name, 1, MaxSeconds, (int)defaultValue.TotalSeconds));

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
