using System.CommandLine;
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
        CustomParser = argument => SpatialSize.TryParse(argument.Tokens[0].Value, out SpatialSize size) && Math.Max(size.Height, size.Width) <= MaxSide
            ? size
            : InvalidValue.Report<SpatialSize>(argument, name, $"an integer in [1, {MaxSide}], or two such integers, such as 3x4,"),
    };
}
