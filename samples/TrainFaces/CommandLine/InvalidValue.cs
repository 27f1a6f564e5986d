using System.CommandLine.Parsing;

namespace TrainFaces.CommandLine;

/// <summary>Reports an invalid option value. All messages have the same form: the option, the rule, the value.</summary>
internal static class InvalidValue
{
    public static T? Report<T>(ArgumentResult argument, string name, string rule)
    {
        argument.AddError($"{name}: expected {rule} but was \"{argument.Tokens[0].Value}\".");
        return default;
    }
}
