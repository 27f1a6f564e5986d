using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Patches of 7x7 at random places of a level's images, gathered over batches. An image's places depend on its number and the
/// seed only, not on how the images are cut into batches.
/// </summary>
internal sealed class PatchDescriptors(int patchesPerImage, long seed) : IDisposable
{
    internal const int Side = 7;

    /// <summary>The details of plain images are their rounding, some 1e-8, which must not be blown up to a deviation of 1.</summary>
    private const double Flat = 1e-6;

    private readonly List<Tensor> batches = [];
    private torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);

    /// <summary>Of one level.</summary>
    /// <param name="images">[N, C, H, W], both sides at least 7.</param>
    internal void Add(Tensor images)
    {
        (long count, long channels, long height, long width) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        Tensor places = rand([count, patchesPerImage, 2], generator: random).to(images.device);
        Tensor top = Places(places.select(2, 0), height);
        Tensor left = Places(places.select(2, 1), width);
        Tensor image = arange(count, int64, images.device).unsqueeze(1);
        Tensor corner = (((image * height) + top) * width) + left;
        Tensor within = arange(Side, int64, images.device);
        Tensor offsets = ((within * width).unsqueeze(1) + within.unsqueeze(0)).reshape(-1);
        Tensor pixels = images.permute(0, 2, 3, 1).reshape(-1, channels);
        batches.Add(
            pixels.index_select(0, (corner.reshape(-1, 1) + offsets).reshape(-1))
                .reshape(-1, Side * Side, channels)
                .DetachFromDisposeScope());
    }

    /// <summary>All patches, each channel of mean 0 and deviation 1 over all of them; one that is flat everywhere is 0.</summary>
    /// <returns>[patches, 49 · C].</returns>
    internal Tensor Normalised()
    {
        Tensor all = cat(batches);
        Tensor mean = all.mean([0, 1], keepdim: true, type: float64);
        Tensor centred = all - mean.to(all.dtype);
        Tensor deviation = centred.square().mean([0, 1], keepdim: true, type: float64).sqrt().to(all.dtype);
        return centred.div_(where(deviation > Flat, deviation, ones_like(deviation))).reshape(all.shape[0], -1);
    }

    internal void Clear()
    {
        batches.ForEach(batch => batch.Dispose());
        batches.Clear();
        random.Dispose();
        random = Seeds.Stream(seed, SeedStream.Evaluation);
    }

    public void Dispose()
    {
        batches.ForEach(batch => batch.Dispose());
        batches.Clear();
        random.Dispose();
    }

    private static Tensor Places(Tensor parts, long side)
    {
        long places = side - Side + 1;
        return (parts * places).floor().to(int64).clamp_(0, places - 1);
    }
}
