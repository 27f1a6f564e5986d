using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace TrainFaces.CommandLine;

/// <summary>
/// Finds errors that the parser accepts: options given more than once, values that are empty, as those of unset variables in a script, and
/// options of training before another command.
/// </summary>
internal static class OptionErrors
{
    /// <summary>The error message for the first such option; null if there is none.</summary>
    public static string? Find(ParseResult parsed) => Repeated(parsed.CommandResult) ?? Empty(parsed.CommandResult) ?? Misplaced(parsed);

    private static string? Repeated(CommandResult command) => Given(command)
        .Where(given => given.IdentifierTokenCount > 1 && given.Option.Arity.MaximumNumberOfValues <= 1)
        .Select(given => FormattableString.Invariant($"{given.Option.Name}: must be given once but was given {given.IdentifierTokenCount} times."))
        .FirstOrDefault();

    private static string? Empty(CommandResult command) => Given(command)
        .Where(given => given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        .Select(given => $"{given.Option.Name}: the value must not be empty.")
        .FirstOrDefault();

    private static string? Misplaced(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? null : Given(parsed.RootCommandResult)
        .Select(given => $"{given.Option.Name}: is an option of training here; write the options of {parsed.CommandResult.Command.Name} after \"{parsed.CommandResult.Command.Name}\".")
        .FirstOrDefault();

    private static IEnumerable<OptionResult> Given(CommandResult command) =>
        command.Children.OfType<OptionResult>().Where(given => given is { Implicit: false, Option: not (HelpOption or VersionOption) });
}
