using System.CommandLine;
using System.Globalization;

namespace TrainFaces.CommandLine;

/// <summary>Options that accept a number, in decimal or exponent notation.</summary>
internal static class Number
{
    /// <summary>A positive number; null if the option is missing.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="description">The help text.</param>
    /// <param name="example">A usual value, for the error message.</param>
    public static Option<double?> Positive(string name, string description, string example) =>
        Optional(name, description, $"a positive number, such as {example},", value => double.IsFinite(value) && value > 0);

    /// <summary>A number of at least 0; null if the option is missing.</summary>
    /// <inheritdoc cref="Positive"/>
    public static Option<double?> NotNegative(string name, string description, string example) =>
        Optional(name, description, $"a number of at least 0, such as {example},", value => double.IsFinite(value) && value >= 0);

    /// <summary>A number in [0, 1); null if the option is missing.</summary>
    public static Option<double?> Fraction(string name, string description) =>
        Optional(name, description, "a number in [0, 1), such as 0.1,", value => value is >= 0 and < 1);

    private static Option<double?> Optional(string name, string description, string rule, Func<double, bool> isAllowed) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = argument =>
            double.TryParse(argument.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && isAllowed(value)
            ? value
            : InvalidValue.Report<double?>(argument, name, rule),
    };
}
