using System.CommandLine;
using System.Globalization;

namespace TrainFaces.CommandLine;

/// <summary>Options that accept a positive number, in decimal or exponent notation.</summary>
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
            : InvalidValue.Report<double?>(argument, name, "a positive number, such as 0.0002,"),
    };
}
