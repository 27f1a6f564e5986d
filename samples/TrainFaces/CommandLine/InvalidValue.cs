using System.CommandLine.Parsing;

namespace TrainFaces.CommandLine;

/// <summary>Reports an invalid option value. Every message contains the option, the rule, and the value.</summary>
internal static class InvalidValue
{
    public static T? Report<T>(ArgumentResult argument, string name, string rule)
    {
        argument.AddError($"{name}: expected {rule} but was \"{argument.Tokens[0].Value}\".");
        return default;
    }
}
