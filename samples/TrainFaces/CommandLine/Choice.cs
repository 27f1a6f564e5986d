using System.CommandLine;

namespace TrainFaces.CommandLine;

/// <summary>Options that take one of a few words.</summary>
internal static class Choice
{
    public static Option<T> Option<T>(string name, string description, T byDefault, params (string Word, T Value)[] choices)
    {
        var words = choices.Select(choice => choice.Word).ToArray();
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => byDefault,
            CustomParser = argument =>
            {
                var place = Array.IndexOf(words, argument.Tokens[0].Value);
                return place >= 0 ? choices[place].Value : Rule.Broken<T>(argument, name, string.Join(" or ", words));
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}
