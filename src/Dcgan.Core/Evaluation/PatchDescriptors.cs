using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Patches of 7x7 pixels at random positions in the images of one pyramid level, collected over batches. The patch positions in
/// an image depend only on the number of the image and the seed, not on the batch sizes.
/// </summary>
/// <param name="patchesPerImage">Number of patches per image.</param>
/// <param name="seed">Seed of the positions.</param>
internal sealed class PatchDescriptors(int patchesPerImage, long seed) : IDisposable
{
    /// <summary>Height and width of a patch, in pixels.</summary>
    internal const int Side = 7;

    /// <summary>
    /// Channels with a smaller standard deviation count as constant. The details of a constant image are rounding errors of about
    /// 1e-8, which must not be scaled to a standard deviation of 1.
    /// </summary>
    private const double Flat = 1e-6;

    /// <summary>Number of patches that are normalized at a time, so that intermediate results stay in the processor's cache.</summary>
    private const long BlockPatches = 4096;

    private readonly List<Tensor> batches = [];
    private torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);

    /// <summary>Copies the patches of a batch of images. Does not change this object before <see cref="Append"/> is called.</summary>
    /// <param name="images">[N, C, H, W], both sides at least 7.</param>
    /// <param name="randomState">State of the random stream after a batch that is copied but not added; null if all are added.</param>
    /// <returns>The patches, outside of every dispose scope; the caller disposes them or adds them.</returns>
    internal PatchBatch Copy(Tensor images, Tensor? randomState)
    {
        (long count, long channels, long height, long width) = (images.size(0), images.size(1), images.size(2), images.size(3));
        (Tensor drawn, Tensor newState) = Fractions(count, randomState);
        Tensor fractions = drawn.to(images.device);
        Tensor top = Positions(fractions.select(2, 0), height);
        Tensor left = Positions(fractions.select(2, 1), width);
        Tensor image = ScalarOperators.Arange(count, images.device).unsqueeze(1);
        Tensor corner = image.Mul(height).Add(top).Mul(width).Add(left);
        Tensor pixels = images.permute(0, 2, 3, 1).contiguous();

        // A row of a patch is contiguous in memory, so it is copied as one row of an overlapping view.
        Tensor rows = pixels.view(-1).unfold(0, Side * channels, channels);
        Tensor starts = corner.reshape(-1, 1).Add(ScalarOperators.Arange(Side, images.device).Mul(width));
        Tensor patches = rows.index_select(0, starts.reshape(-1)).reshape(-1, Side * Side, channels);
        return new(patches.DetachFromDisposeScope(), newState.DetachFromDisposeScope());
    }

    /// <summary>Adds copied patches. Allocates no tensors.</summary>
    /// <param name="batch">The first result of <see cref="Copy"/> that is not added yet. This object takes ownership.</param>
    internal void Append(PatchBatch batch)
    {
        random.set_state(batch.RandomState);
        batch.RandomState.Dispose();
        batches.Add(batch.Patches);
    }

    /// <summary>
    /// Concatenates all patches and normalizes each channel over all of them to mean 0 and standard deviation 1. A constant
    /// channel becomes 0.
    /// </summary>
    /// <returns>[patches, 49 · C].</returns>
    internal Tensor Normalized()
    {
        // cat shares the memory of a single batch, which must not change.
        Tensor all = batches.Count == 1 ? batches[0].clone() : cat(batches);
        Tensor[] blocks = all.split(BlockPatches);
        Tensor mean = MeanOf(blocks, block => block);
        foreach (Tensor block in blocks)
        {
            block.sub_(mean);
        }

        Tensor deviation = MeanOf(blocks, block => block.Square()).sqrt();
        Tensor divisor = where(deviation.Gt(Flat), deviation, ones_like(deviation));
        foreach (Tensor block in blocks)
        {
            block.div_(divisor);
        }

        return all.reshape(all.size(0), -1);
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

    /// <summary>
    /// Draws positions as fractions of the range, [count, patchesPerImage, 2], and leaves the random stream unchanged.
    /// </summary>
    /// <returns>The fractions, and the state of the stream after the draw.</returns>
    private (Tensor Fractions, Tensor RandomState) Fractions(long count, Tensor? randomState)
    {
        Tensor before = random.get_state();
        try
        {
            random.set_state(randomState ?? before);
            return (rand([count, patchesPerImage, 2], generator: random), random.get_state());
        }
        finally
        {
            random.set_state(before);
        }
    }

    /// <summary>Computes the mean of a function of all pixels for each channel, summed in float64.</summary>
    /// <returns>[1, 1, C], with the type of the patches.</returns>
    private static Tensor MeanOf(Tensor[] blocks, Func<Tensor, Tensor> function)
    {
        Tensor sum = zeros([1, 1, blocks[0].size(2)], float64, blocks[0].device);
        foreach (Tensor block in blocks)
        {
            using DisposeScope scope = NewDisposeScope();
            sum.Add_(function(block).sum([0, 1], keepdim: true, type: float64));
        }

        return sum.Div_(blocks.Sum(block => block.size(0)) * Side * Side).to(blocks[0].dtype);
    }

    private static Tensor Positions(Tensor fractions, long side)
    {
        long positions = side - Side + 1;
        return fractions.Mul(positions).floor().to(int64).Clamp_(0, positions - 1);
    }
}
