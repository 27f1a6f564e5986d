using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace TrainFaces.CommandLine;

/// <summary>Options that take a whole number, and say so in words when they get something else.</summary>
internal static class WholeNumber
{
    public static Option<int> Option(string name, string description, int least, int most, int byDefault) =>
        Create(name, description, $"a whole number from {least} to {most}", byDefault, value => value >= least && value <= most);

    public static Option<long> Any(string name, string description, long byDefault) =>
        Create(name, description, "a whole number", byDefault, _ => true);

    public static Option<long?> Optional(string name, string description, long least) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => long.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out long value) && value >= least
            ? value
            : Rule.Broken<long?>(argument, name, $"a whole number of at least {least}"),
    };

    public static Option<int?> Optional(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => int.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : Rule.Broken<int?>(argument, name, $"a whole number from {least} to {most}"),
    };

    private const NumberStyles Style = NumberStyles.AllowLeadingSign;

    private static Option<T> Create<T>(string name, string description, string rule, T byDefault, Func<T, bool> allowed)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => byDefault,
            CustomParser = argument => T.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out var value) && allowed(value)
                ? value
                : Rule.Broken<T>(argument, name, rule),
        };
}
