namespace FaceService;

/// <summary>The command line's form. .NET's configuration passes over what it cannot read, and would serve another model than was meant.</summary>
internal static class CommandLine
{
    private const string Prefix = "--";

    /// <summary>The service's own settings, and the sections and settings of ASP.NET Core that a user may want.</summary>
    private static readonly string[] Names =
        ["model", "concurrency", "queue", "urls", "http_ports", "https_ports", "environment", "AllowedHosts", "Kestrel", "Logging"];

    /// <summary>What the program says to --help.</summary>
    public const string Usage = """
        Serves pictures of a generator that Dcgan.Core exported, and a page to play with.
          --model FILE       the ONNX model; the one that comes with the program by default
          --concurrency N    pictures made at once, 1 to 256; as many as cores by default
          --queue N          requests that may wait, 0 to 10000; 16 for each place by default
          --urls URL         where it listens; http://localhost:5000 by default
        """;

    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Whether somebody asks what there is.</summary>
    public static bool AsksForHelp(IReadOnlyList<string> args) => args.Any(word => Help.Contains(word, StringComparer.Ordinal));

    /// <exception cref="StartException">An option is unknown or has no value, or a word is no option.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (int place = 0; place < args.Count; place++)
        {
            string word = args[place];
            if (!word.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new StartException($"command line: \"{word}\" is not an option; options are written --name VALUE or --name=VALUE.");
            }

            // Logging:LogLevel:Default is a setting of the section Logging.
            if (!Names.Contains(word[Prefix.Length..].Split('=', ':')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new StartException($"{word.Split('=')[0]}: is not an option; there are {string.Join(", ", Names.Select(name => Prefix + name))}.");
            }

            if (!word.Contains('=', StringComparison.Ordinal) && ++place == args.Count)
            {
                throw new StartException($"{word}: needs a value.");
            }
        }
    }
}
