namespace FaceService;

/// <summary>The command line's form. .NET's configuration passes over what it cannot read, and would serve another model than was meant.</summary>
internal static class CommandLine
{
    private const string Prefix = "--";

    /// <summary>The service's own settings, and the sections and settings of ASP.NET Core that a user may want.</summary>
    private static readonly string[] Names =
        ["model", "concurrency", "queue", "urls", "http_ports", "https_ports", "environment", "AllowedHosts", "Kestrel", "Logging"];

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
