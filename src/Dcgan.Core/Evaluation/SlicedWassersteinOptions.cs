namespace Dcgan.Core;

/// <summary>How <see cref="SlicedWassersteinDistance"/> measures; the defaults are those of Karras et al. (2018).</summary>
public sealed record SlicedWassersteinOptions
{
    /// <summary>
    /// Patches of an image on each level, at least 1. What is kept of an image are 196 · channels bytes for each of them, on
    /// each level: fewer do for many images. Default 128.
    /// </summary>
    public int PatchesPerImage { get; init; } = 128;

    /// <summary>Directions that the patches are projected on, at least 1. Default 512.</summary>
    public int Projections { get; init; } = 512;

    /// <summary>A level is halved as long as both sides stay at least this, itself at least 7. Default 16.</summary>
    public int SmallestSide { get; init; } = 16;

    internal SlicedWassersteinOptions Checked()
    {
        Expect.AtLeast(1, PatchesPerImage, nameof(PatchesPerImage));
        Expect.AtLeast(1, Projections, nameof(Projections));
        Expect.AtLeast(PatchDescriptors.Side, SmallestSide, nameof(SmallestSide));
        return this;
    }
}
