using System.CommandLine;
using System.Globalization;

namespace TrainFaces.CommandLine;

/// <summary>Options that accept one of several values.</summary>
internal static class Choice
{
    /// <summary>An option with a default value.</summary>
    public static Option<T> Option<T>(string name, string description, T defaultValue, params T[] choices)
    {
        var option = Optional(name, description, choices);
        option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>An option without a default value, or with a default that the description explains.</summary>
    public static Option<T> Optional<T>(string name, string description, params T[] choices)
    {
        string[] names = choices.Select(choice => Convert.ToString(choice, CultureInfo.InvariantCulture)!).ToArray();
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', names),
            CustomParser = argument =>
            {
                int index = Array.IndexOf(names, argument.Tokens[0].Value);
                return index >= 0 ? choices[index] : InvalidValue.Report<T>(argument, name, $"one of {string.Join(", ", names)}");
            },
        };
        option.CompletionSources.Add(names);
        return option;
    }
}
