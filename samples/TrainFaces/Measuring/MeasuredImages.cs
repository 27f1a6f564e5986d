using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

namespace TrainFaces.Measuring;

/// <summary>Passes images to an evaluation in batches.</summary>
internal static class MeasuredImages
{
    /// <summary>Minimum number of images: one more than the number of nearest neighbors in the manifold measures.</summary>
    public const int MinCount = 6;

    private const int BatchSize = 64;

    /// <summary>Reads the first images in the first epoch of a source.</summary>
    /// <param name="option">The command-line option with the source, for error messages.</param>
    /// <param name="source">The image source.</param>
    /// <param name="maximum">Number of images to read; all images if there are fewer.</param>
    /// <param name="add">Receives each batch, [N, C, H, W] in [-1, 1], on the CPU.</param>
    /// <param name="progress">Receives the fraction that is read, in [0, 1]; the last value is 1.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>The number of images read.</returns>
    /// <exception cref="SampleException">There are fewer than <see cref="MinCount"/> readable images.</exception>
    public static int Read(
        string option, ImageSource source, int maximum, Action<torch.Tensor> add, IProgress<double> progress, CancellationToken stop)
    {
        int position = 0;
        return Read(option, source, maximum, add, ref position, progress, stop);
    }

    /// <summary>Reads further images in the first epoch of a source.</summary>
    /// <param name="position">The position of the first image in the epoch; receives the position after the last image.</param>
    /// <inheritdoc cref="Read(string, ImageSource, int, Action{torch.Tensor}, IProgress{double}, CancellationToken)"/>
    public static int Read(
        string option, ImageSource source, int maximum, Action<torch.Tensor> add, ref int position, IProgress<double> progress, CancellationToken stop)
    {
        var format = source.Format;
        var order = source.Order(0, 0);
        int count = 0;
        int start = position;
        while (position < order.Count && count < maximum)
        {
            int requested = Math.Min(Math.Min(BatchSize, maximum - count), order.Count - position);
            byte[] pixels = ReadBatch(source, order, position, requested, stop);
            position += requested;
            count += pixels.Length / format.Bytes;
            if (pixels.Length > 0)
            {
                using var images = ImagePixels.ToImages(pixels, format.Channels, format.Height, format.Width);
                add(images);
            }

            progress.Report(Math.Max((double)count / maximum, (double)(position - start) / (order.Count - start)));
        }

        return count >= MinCount
            ? count
            : throw new SampleException($"{option}: must contain at least {MinCount} readable images but contains {count}.");
    }

    /// <summary>Generates one image per latent.</summary>
    /// <param name="latents">[N, L].</param>
    /// <param name="classes">Number of classes, which the images have in turn; 0 for none.</param>
    /// <param name="sample">Generates images from a batch of latents and their labels, which are null without classes.</param>
    /// <param name="add">Receives each batch.</param>
    /// <param name="progress">Receives the fraction that is generated, in [0, 1]; the last value is 1.</param>
    /// <param name="stop">Cancels the work.</param>
    public static void Generate(
        torch.Tensor latents,
        int classes,
        Func<torch.Tensor, torch.Tensor?, torch.Tensor> sample,
        Action<torch.Tensor> add,
        IProgress<double> progress,
        CancellationToken stop)
    {
        using var labels = ClassesInTurn.Labels(latents.shape[0], classes);
        long first = 0;
        foreach (var batch in Split(latents))
        {
            using (batch)
            {
                stop.ThrowIfCancellationRequested();
                using var ofBatch = labels?.narrow(0, first, batch.shape[0]);
                using var images = sample(batch, ofBatch);
                first += batch.shape[0];
                add(images);
                progress.Report((double)first / latents.shape[0]);
            }
        }
    }

    // Uses batches of about equal size, because a small last batch could have a single image, for which batch norm cannot compute statistics.
    private static torch.Tensor[] Split(torch.Tensor latents) => latents.chunk(Math.Max(1, latents.shape[0] / BatchSize));

    private static byte[] ReadBatch(
        ImageSource source, IReadOnlyList<long> order, int next, int requested, CancellationToken stop)
    {
        byte[][] images = new byte[requested][];
        _ = Interruptible.Run(
            () => Parallel.For(0, requested, new ParallelOptions { CancellationToken = stop }, index =>
            {
                byte[] pixels = new byte[source.Format.Bytes];
                images[index] = source.TryRead(order[next + index], pixels) ? pixels : [];
            }),
            stop);
        return [.. images.SelectMany(pixels => pixels)];
    }
}
