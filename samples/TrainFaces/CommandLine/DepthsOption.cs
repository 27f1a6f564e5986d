using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>An option that takes depths as "256,128,64,32".</summary>
internal static class DepthsOption
{
    private const int Most = 16384;

    // The default is told here and not by a factory: help would write the list with bars, in a form that does not parse.
    public static Option<Depths?> Create(string name, string description, Depths byDefault) => new(name)
    {
        Description = $"{description} [default: {string.Join(',', byDefault)}]",
        HelpName = "N,N,...",
        CustomParser = argument => Parse(argument, name),
    };

    private static Depths? Parse(ArgumentResult argument, string name)
    {
        string[] parts = argument.Tokens[0].Value.Split(',');
        int[] depths = new int[parts.Length];
        for (int stage = 0; stage < parts.Length; stage++)
        {
            if (!int.TryParse(parts[stage].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out depths[stage])
                || depths[stage] < 1 || depths[stage] > Most)
            {
                return Rule.Broken<Depths>(argument, name, $"whole numbers from 1 to {Most} with commas between them, such as 256,128,64,32,");
            }
        }

        return new Depths(depths);
    }
}
