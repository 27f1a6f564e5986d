using System.CommandLine;
using System.CommandLine.Parsing;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>An option that accepts a size in the form "4" or "3x4".</summary>
internal static class SizeOption
{
    private const int MaxSide = 512;

    public static Option<SpatialSize> Create(string name, string alias, string description, int defaultSide) => new(name, alias)
    {
        Description = description,
        HelpName = "N|HxW",
        DefaultValueFactory = _ => defaultSide,
        CustomParser = argument => Parse(argument, name, MaxSide, "4 or 3x4") ?? default,
    };

    public static Option<SpatialSize?> Optional(string name, string description, int maxSide, string example) => new(name)
    {
        Description = description,
        HelpName = "N|HxW",
        CustomParser = argument => Parse(argument, name, maxSide, example),
    };

    private static SpatialSize? Parse(ArgumentResult argument, string name, int maxSide, string example) =>
        SpatialSize.TryParse(argument.Tokens[0].Value, out SpatialSize size) && Math.Max(size.Height, size.Width) <= maxSide
            ? size
            : InvalidValue.Report<SpatialSize?>(argument, name, $"an integer in [1, {maxSide}], or two such integers, such as {example},");
}
