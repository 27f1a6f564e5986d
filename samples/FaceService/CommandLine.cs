namespace FaceService;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    /// <summary>The service's own settings, and the ASP.NET Core sections and settings that a user may need.</summary>
    public static readonly string[] Names =
        [.. ServiceSettings.Names, "urls", "http_ports", "https_ports", "environment", "AllowedHosts", "Kestrel", "Logging"];

    /// <summary>The output of --help.</summary>
    public const string Usage = """
        Serves faces from a generator exported by Dcgan.Core, and a web page to explore them.
          --model FILE       ONNX model (default: the model shipped with the service)
          --concurrency N    pictures generated in parallel, 1 to 256 (default: number of cores)
          --queue N          further picture requests that wait or whose picture is being sent, 0 to 10000 (default: 16 per parallel picture)
          --share N          picture requests of one client address (default: half of concurrency + queue)
          --memory MB        memory for pictures until they are sent, 1 to 1000000 (default: 128)
          --deadline S       seconds to send a picture, 1 to 3600 (default: 60)
          --stall S          seconds that a client may take for 32 kB of a picture, 1 to 3600 (default: 5)
          --connections N    open connections, 2 to 100000, half of them for one client address (default: 500)
          --urls URL         address to listen on (default: http://localhost:5080)
        Environment variables: FACESERVICE_MODEL, FACESERVICE_CONCURRENCY and so on; ASPNETCORE_URLS.
        """;
}
