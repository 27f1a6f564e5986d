using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Runs a network on many latents, one batch at a time and without gradients.</summary>
internal static class SampleBatches
{
    /// <summary>Number of latents per batch: enough to use all cores, but few enough to keep the largest maps small.</summary>
    internal const int Size = 64;

    /// <summary>Divides rows into batches; the last one may be smaller.</summary>
    internal static IEnumerable<(long Start, long Length)> Parts(long count)
    {
        for (long start = 0; start < count; start += Size)
        {
            yield return (start, Math.Min(Size, count - start));
        }
    }

    /// <summary>
    /// Generates the images of latents. Calls <paramref name="progress"/> outside of its dispose scopes and gradient modes.
    /// </summary>
    /// <param name="latents">[N, LatentSize].</param>
    /// <param name="labels">[N]; null if there are no classes.</param>
    /// <param name="network">Maps at most <see cref="Size"/> latents and their labels to images.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    /// <returns>Images [N, C, H, W], contiguous, without gradients, in the current dispose scope.</returns>
    internal static Tensor Make(
        Tensor latents,
        Tensor? labels,
        Func<Tensor, Tensor?, Tensor> network,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long count = latents.size(0);
        Tensor? images = null;
        try
        {
            foreach ((long start, long length) in Parts(count))
            {
                cancellationToken.ThrowIfCancellationRequested();
                AddPart(ref images, latents, labels, start, length, network);
                progress?.Report((double)(start + length) / count);
            }

            return images!;
        }
        catch
        {
            images?.Dispose();
            throw;
        }
    }

    /// <summary>Generates the images of some latents. The first call allocates the images of all latents.</summary>
    private static void AddPart(
        ref Tensor? all, Tensor latents, Tensor? labels, long start, long length, Func<Tensor, Tensor?, Tensor> network)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor images;
        using (inference_mode())
        {
            images = network(latents.narrow(0, start, length), labels?.narrow(0, start, length));
        }

        // An inference tensor cannot take part in training; a copy created outside inference mode can. The copy is contiguous,
        // which hosts need to read the data, although the network's maps are channels_last.
        all ??= images.new_empty([latents.size(0), .. images.Sizes()[1..]]).MoveToOuterDisposeScope();
        all.narrow(0, start, length).copy_(images);
    }
}
