namespace Dcgan.Core.Evaluation;

/// <summary>Options of <see cref="SlicedWassersteinDistance"/>. The defaults are those of Karras et al. (2018).</summary>
public sealed record SlicedWassersteinOptions
{
    /// <summary>
    /// Number of patches per image and level, at least 1. Each patch takes 196 · channels bytes of memory. With many images,
    /// fewer patches per image are enough. Default 128.
    /// </summary>
    public int PatchesPerImage { get; init; } = 128;

    /// <summary>Number of random directions onto which the patches are projected, at least 1. Default 512.</summary>
    public int Projections { get; init; } = 512;

    /// <summary>
    /// Smallest side of the pyramid, in pixels: images are halved as long as both sides remain at least this size. At least 7.
    /// Default 16.
    /// </summary>
    public int SmallestSide { get; init; } = 16;

    internal SlicedWassersteinOptions Checked()
    {
        Expect.AtLeast(1, PatchesPerImage, nameof(PatchesPerImage));
        Expect.AtLeast(1, Projections, nameof(Projections));
        Expect.AtLeast(PatchDescriptors.Side, SmallestSide, nameof(SmallestSide));
        return this;
    }
}
