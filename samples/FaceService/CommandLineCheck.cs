namespace FaceService;

/// <summary>
/// Checks a command line. The configuration system of .NET ignores arguments that it does not know, so a typo would silently run the
/// program with a default value.
/// </summary>
internal static class CommandLineCheck
{
    private const string Prefix = "--";

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
