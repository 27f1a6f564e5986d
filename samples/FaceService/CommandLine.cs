namespace FaceService;

/// <summary>
/// Validates the command line. The configuration system of .NET ignores arguments that it cannot parse, so a typo in
/// --model would silently serve the default model.
/// </summary>
internal static class CommandLine
{
    private const string Prefix = "--";

    /// <summary>The service's own settings, and the ASP.NET Core sections and settings that a user may need.</summary>
    private static readonly string[] Names =
        ["model", "concurrency", "queue", "share", "memory", "deadline", "stall", "connections", "urls", "http_ports", "https_ports", "environment", "AllowedHosts", "Kestrel", "Logging"];

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
          --urls URL         address to listen on (default: http://localhost:5000)
        Environment variables: FACESERVICE_MODEL, FACESERVICE_CONCURRENCY and so on; ASPNETCORE_URLS.
        """;

    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Whether the arguments contain a help option.</summary>
    public static bool IsHelpRequested(IReadOnlyList<string> args) => args.Any(argument => Help.Contains(argument, StringComparer.Ordinal));

    /// <summary>Checks that every argument is a known option with a value.</summary>
    /// <exception cref="StartException">An option is unknown or has no value, or an argument is not an option.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string argument = args[index];
            if (!argument.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new StartException($"command line: unexpected argument \"{argument}\"; write options as --name VALUE or --name=VALUE.");
            }

            // Logging:LogLevel:Default is a setting in the section Logging.
            if (!Names.Contains(argument[Prefix.Length..].Split('=', ':')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new StartException($"{argument.Split('=')[0]}: unknown option; known options: {string.Join(", ", Names.Select(name => Prefix + name))}.");
            }

            if (!argument.Contains('=', StringComparison.Ordinal) && ++index == args.Count)
            {
                throw new StartException($"{argument}: missing value; write {argument} VALUE.");
            }
        }
    }
}
