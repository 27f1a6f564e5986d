using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace TrainFaces.CommandLine;

/// <summary>Finds options that are given more than once. Otherwise one of the values would be ignored.</summary>
internal static class RepeatedOption
{
    /// <summary>The error message for the first repeated option; null if there is none.</summary>
    public static string? Find(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(given => given.IdentifierTokenCount > 1 && given.Option is not HelpOption && given.Option.Arity.MaximumNumberOfValues <= 1)
        .Select(given => FormattableString.Invariant($"{given.Option.Name}: must be given once but was given {given.IdentifierTokenCount} times."))
        .FirstOrDefault();
}
