using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>Images to measure, a batch at a time.</summary>
internal static class MeasuredImages
{
    /// <summary>One more than the neighbours that an image's place among others is measured by.</summary>
    public const int Fewest = 6;

    private const int Batch = 64;

    /// <summary>Of a source, those that come first in its first epoch.</summary>
    /// <param name="option">That names them.</param>
    /// <param name="source">The images.</param>
    /// <param name="format">Theirs.</param>
    /// <param name="most">How many, where there are as many.</param>
    /// <param name="take">Takes each batch, [N, C, H, W] in [-1, 1] on the CPU.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="SampleException">There were too few to measure.</exception>
    public static int Read(
        string option, IImageSource source, ImageFormat format, int most, Action<torch.Tensor> take, CancellationToken stop)
    {
        var order = source.Order(1);
        int count = 0;
        for (int next = 0; next < order.Count && count < most;)
        {
            int wanted = Math.Min(Math.Min(Batch, most - count), order.Count - next);
            byte[] pixels = Readable(source, format, order, next, wanted, stop);
            next += wanted;
            count += pixels.Length / format.Bytes;
            if (pixels.Length > 0)
            {
                using var images = ImagePixels.ToImages(pixels, format.Channels, format.Size, format.Size);
                take(images);
            }
        }

        return count >= Fewest
            ? count
            : throw new SampleException($"{option}: at least {Fewest} images are needed to measure by but {count} can be read.");
    }

    /// <summary>Of a generator, one for each latent.</summary>
    /// <param name="latents">[N, L].</param>
    /// <param name="sample">Makes images of them.</param>
    /// <param name="take">Takes each batch.</param>
    /// <param name="stop">Ends it.</param>
    public static void Make(
        torch.Tensor latents, Func<torch.Tensor, torch.Tensor> sample, Action<torch.Tensor> take, CancellationToken stop)
    {
        foreach (var part in Parts(latents))
        {
            using (part)
            {
                stop.ThrowIfCancellationRequested();
                using var images = sample(part);
                take(images);
            }
        }
    }

    // A single latent left over would have no statistics in a batch of its own: it goes with the last batch.
    private static torch.Tensor[] Parts(torch.Tensor latents) => latents.chunk(Math.Max(1, latents.shape[0] / Batch));

    private static byte[] Readable(
        IImageSource source, ImageFormat format, IReadOnlyList<long> order, int next, int wanted, CancellationToken stop)
    {
        byte[][] images = new byte[wanted][];
        Parallel.For(0, wanted, new ParallelOptions { CancellationToken = stop }, place =>
        {
            byte[] pixels = new byte[format.Bytes];
            images[place] = source.TryRead(order[next + place], pixels) ? pixels : [];
        });
        return [.. images.SelectMany(pixels => pixels)];
    }
}
