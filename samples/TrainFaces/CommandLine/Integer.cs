using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace TrainFaces.CommandLine;

/// <summary>Options that accept an integer, with an error message for other values.</summary>
internal static class Integer
{
    /// <summary>An integer in [<paramref name="minimum"/>, <paramref name="maximum"/>], with a default value.</summary>
    public static Option<int> Option(string name, string description, int minimum, int maximum, int defaultValue) =>
        Create(name, description, $"an integer in [{minimum}, {maximum}]", defaultValue, value => value >= minimum && value <= maximum);

    /// <summary>Any 64-bit integer, with a default value.</summary>
    public static Option<long> Any(string name, string description, long defaultValue) =>
        Create(name, description, "an integer in [-2^63, 2^63 - 1]", defaultValue, _ => true);

    /// <summary>An integer of at least <paramref name="minimum"/>; null if the option is missing.</summary>
    public static Option<long?> Optional(string name, string description, long minimum) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => long.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out long value) && value >= minimum
            ? value
            : InvalidValue.Report<long?>(argument, name, $"an integer in [{minimum}, 2^63 - 1]"),
    };

    /// <summary>An integer in [<paramref name="minimum"/>, <paramref name="maximum"/>]; null if the option is missing.</summary>
    public static Option<int?> Optional(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => int.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : InvalidValue.Report<int?>(argument, name, $"an integer in [{minimum}, {maximum}]"),
    };

    private const NumberStyles Style = NumberStyles.AllowLeadingSign;

    private static Option<T> Create<T>(string name, string description, string rule, T defaultValue, Func<T, bool> isAllowed)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = argument => T.TryParse(argument.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out var value) && isAllowed(value)
                ? value
                : InvalidValue.Report<T>(argument, name, rule),
        };
}
