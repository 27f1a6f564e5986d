namespace FaceStudio;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    /// <summary>The application's own settings, and the settings and sections of ASP.NET Core that a user or a test host may give.</summary>
    public static readonly string[] Names =
    [
        .. StudioSettings.Names,
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "AllowedHosts", "Kestrel", "Logging", StudioSettings.Section,
    ];

    /// <summary>The output of --help.</summary>
    public const string Usage = """
        Trains a DCGAN on a folder or a zip archive of images, and shows and serves generated images meanwhile.
          --images PATH          training images (default: images)
          --run FOLDER           checkpoints of the run, which the next start resumes (default: runs/studio)
          --depths N,N,...       the generator's depths in a new run (default: 128,64,32,16 for images of 64x64 pixels)
          --batchSize N          images per step, 2 to 4096 (default: 16)
          --seed N               random seed of a new run (default: 0)
          --snapshotSteps N      steps between two snapshots for requests (default: 50)
          --checkpointSteps N    steps between two checkpoints (default: 500)
          --threads N            threads that compute (default: number of cores)
          --autoStart BOOL       whether to train as soon as the application has started (default: false)
          --metrics EXPORTER     none, prometheus (at /metrics) or otlp (to OTEL_EXPORTER_OTLP_ENDPOINT) (default: none)
          --urls URL             address to listen on (default: http://localhost:5090)
          --AllowedHosts "N;N"   names in the addresses that are answered (default: localhost;127.0.0.1;[::1])
        Environment variables: FACESTUDIO_IMAGES, FACESTUDIO_RUN and so on; ASPNETCORE_URLS.
        """;
}
