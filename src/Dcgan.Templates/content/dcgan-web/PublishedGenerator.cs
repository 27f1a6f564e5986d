using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

namespace DcganApp;

/// <summary>
/// The latest snapshot of the generator. The training thread publishes snapshots while any number of requests sample: a snapshot
/// never changes, so no request waits for a training step.
/// </summary>
internal sealed class PublishedGenerator : IDisposable
{
    private volatile FrozenGenerator? current;

    /// <summary>What the training has reached; null before the first step.</summary>
    public TrainingStatus? Status { get; set; }

    /// <summary>Replaces the snapshot. The old one is disposed once the requests that use it are done.</summary>
    public void Publish(FrozenGenerator snapshot) => Interlocked.Exchange(ref current, snapshot)?.Dispose();

    /// <summary>Draws a grid of images as PNG; null if there is no snapshot yet.</summary>
    /// <param name="seed">The same seed and snapshot give the same images.</param>
    public byte[]? Sample(long seed, int count, int columns)
    {
        while (current is { } snapshot)
        {
            try
            {
                using torch.Tensor images = snapshot.Sample(count, seed);
                return ImageFile.ToPng(images, columns);
            }
            catch (ObjectDisposedException) when (snapshot != current)
            {
                // Replaced since this request read it: use the new snapshot.
            }
        }

        return null;
    }

    public void Dispose() => Interlocked.Exchange(ref current, null)?.Dispose();
}
