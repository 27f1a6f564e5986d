using System.CommandLine;
using System.Globalization;

namespace TrainFaces.CommandLine;

/// <summary>Options that take a number above 0, with a point or an exponent where it needs one.</summary>
internal static class PositiveNumber
{
    public static Option<double?> Optional(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = argument =>
            double.TryParse(argument.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && value > 0
            ? value
            : Rule.Broken<double?>(argument, name, "a number above 0, such as 0.0002,"),
    };
}
