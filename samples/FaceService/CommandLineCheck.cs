namespace FaceService;

/// <summary>
/// Checks a command line. The configuration system of .NET ignores arguments that it does not know, so a typo would silently run the
/// program with a default value.
/// </summary>
internal static class CommandLineCheck
{
    private const string Prefix = "--";

    /// <summary>Checks that the settings in appsettings.json and in the environment are known.</summary>
    /// <param name="host">The configuration of the host, with the file.</param>
    /// <param name="section">The section of the file.</param>
    /// <param name="prefix">The prefix of the environment variables.</param>
    /// <param name="names">The names of the settings.</param>
    /// <returns>The settings of both; the environment wins.</returns>
    /// <exception cref="StartException">A setting is unknown.</exception>
    public static IConfiguration ReadSettings(IConfiguration host, string section, string prefix, IReadOnlyList<string> names)
    {
        IConfiguration settings = new ConfigurationBuilder().AddConfiguration(host.GetSection(section)).AddEnvironmentVariables(prefix).Build();

        // Kubernetes describes a service that has the program's name in variables such as FACESERVICE_PORT and FACESERVICE_SERVICE_HOST.
        return settings.GetChildren().Select(entry => entry.Key).FirstOrDefault(key =>
                !names.Contains(key, StringComparer.OrdinalIgnoreCase) && !key.StartsWith("PORT", StringComparison.Ordinal) && !key.StartsWith("SERVICE_", StringComparison.Ordinal)) is { } unknown
            ? throw new StartException($"{prefix}{unknown.ToUpperInvariant()} or {section}:{unknown}: unknown setting; known settings: {string.Join(", ", names)}.")
            : settings;
    }

    /// <summary>Whether the arguments contain a help option.</summary>
    public static bool IsHelpRequested(IReadOnlyList<string> args) => args.Any(argument => argument is "--help" or "-h" or "-?");

    /// <summary>Checks that every argument is a known option with a value.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="names">The names of the settings, and of sections such as Logging, whose settings are written Logging:LogLevel:Default.</param>
    /// <exception cref="StartException">An option is unknown or has no value, or an argument is not an option.</exception>
    public static void Check(IReadOnlyList<string> args, IReadOnlyList<string> names)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string argument = args[index];
            if (!argument.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new StartException($"command line: unexpected argument \"{argument}\"; write options as --name VALUE or --name=VALUE.");
            }

            if (!names.Contains(argument[Prefix.Length..].Split('=', ':')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new StartException($"{argument.Split('=')[0]}: unknown option; --help lists the options.");
            }

            if (!argument.Contains('=', StringComparison.Ordinal) && ++index == args.Count)
            {
                throw new StartException($"{argument}: missing value; write {argument} VALUE.");
            }
        }
    }
}
