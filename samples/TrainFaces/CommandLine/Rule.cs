using System.CommandLine.Parsing;

namespace TrainFaces.CommandLine;

/// <summary>The one form of complaint: the option, what it takes, what it was given.</summary>
internal static class Rule
{
    public static T? Broken<T>(ArgumentResult argument, string name, string rule)
    {
        argument.AddError($"{name}: expected {rule} but was \"{argument.Tokens[0].Value}\".");
        return default;
    }
}
