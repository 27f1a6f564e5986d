using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>What the option --size means for the networks.</summary>
internal static class ImageSizeOption
{
    /// <summary>Replaces the base size and, unless the user gives them, the depths.</summary>
    /// <param name="size">The size of the images.</param>
    /// <param name="options">The other options of the run.</param>
    /// <exception cref="SampleException">No networks give the size, or another option contradicts it.</exception>
    public static TrainFacesOptions Apply(SpatialSize size, TrainFacesOptions options)
    {
        if (options.Given.Contains("--base-size"))
        {
            throw new SampleException("--size, --base-size: leave out one of them, because the size of the images gives the base size.");
        }

        if (!options.Given.Contains("--depths"))
        {
            return size.Height % 2 == 0 && size.Width % 2 == 0
                ? options with { Depths = Networks(size).Depths, BaseSize = Networks(size).BaseSize }
                : throw new SampleException($"--size {StartingPoint.Text(size)}: both sides must be even, because every stage of the networks doubles them.");
        }

        int stages = options.Depths.Count;
        SpatialSize baseSize = new(size.Height >> stages, size.Width >> stages);
        return baseSize is { Height: > 0, Width: > 0 } && new SpatialSize(baseSize.Height << stages, baseSize.Width << stages) == size
            ? options with { BaseSize = baseSize }
            : throw new SampleException(FormattableString.Invariant(
                $"--size {StartingPoint.Text(size)}: both sides must be multiples of {1L << stages}, because the {stages} stages of --depths double them; leave out --depths."));
    }

    private static GeneratorOptions Networks(SpatialSize size) =>
        DcganPreset.Paper.ForImages(size, firstDepth: new TrainFacesOptions { Out = "" }.Depths[0]).Generator;
}
