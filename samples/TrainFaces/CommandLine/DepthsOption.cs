using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>An option that accepts depths in the form "256,128,64,32".</summary>
internal static class DepthsOption
{
    private const int Max = 16384;

    // The description contains the default, because --help would print a default list in a form that the option does not accept.
    public static Option<Depths?> Create(string name, string description, Depths defaultValue) => new(name)
    {
        Description = $"{description} [default: {string.Join(',', defaultValue)}]",
        HelpName = "N,N,...",
        Arity = ArgumentArity.ExactlyOne, // The type is a list, for which the default would allow several values.
        CustomParser = argument => Parse(argument, name),
    };

    private static Depths? Parse(ArgumentResult argument, string name)
    {
        string[] parts = argument.Tokens[0].Value.Split(',');
        int[] depths = new int[parts.Length];
        for (int stage = 0; stage < parts.Length; stage++)
        {
            if (!int.TryParse(parts[stage].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out depths[stage])
                || depths[stage] < 1 || depths[stage] > Max)
            {
                return InvalidValue.Report<Depths>(argument, name, $"comma-separated integers in [1, {Max}], such as 256,128,64,32,");
            }
        }

        return new Depths(depths);
    }
}
