using System.CommandLine;
using System.Globalization;

namespace TrainFaces.CommandLine;

/// <summary>Options that take one of a few values.</summary>
internal static class Choice
{
    public static Option<T> Option<T>(string name, string description, T byDefault, params T[] choices)
    {
        var option = Optional(name, description, choices);
        option.DefaultValueFactory = _ => byDefault;
        return option;
    }

    /// <summary>Without a default, or one that the description tells.</summary>
    public static Option<T> Optional<T>(string name, string description, params T[] choices)
    {
        string[] words = choices.Select(choice => Convert.ToString(choice, CultureInfo.InvariantCulture)!).ToArray();
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = argument =>
            {
                int place = Array.IndexOf(words, argument.Tokens[0].Value);
                return place >= 0 ? choices[place] : Rule.Broken<T>(argument, name, string.Join(" or ", words));
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}
