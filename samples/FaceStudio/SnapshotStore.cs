using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

namespace FaceStudio;

/// <summary>
/// The latest snapshot of the generator. The training thread publishes snapshots while any number of requests sample. A snapshot never
/// changes, so no request waits for a training step.
/// </summary>
internal sealed class SnapshotStore : IDisposable
{
    private volatile Snapshot? current;

    /// <summary>Replaces the snapshot. Waits for the requests that use the old one, and disposes it.</summary>
    /// <param name="generator">The snapshot, which this object then owns.</param>
    /// <param name="step">The step that it was taken after.</param>
    public void Publish(FrozenGenerator generator, long step) => Exchange(new Snapshot(generator, step));

    /// <summary>Bytes of the pixels of an image; null if there is no snapshot yet.</summary>
    public long? ImageBytes => current?.Generator.Options is { } options
        ? (long)options.ImageSize.Height * options.ImageSize.Width * options.ImageChannels
        : null;

    /// <summary>Draws a grid of images.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="seed">The same seed and snapshot give the same images.</param>
    /// <returns>A PNG file and the step of the snapshot; null if there is no snapshot yet.</returns>
    public (byte[] Png, long Step)? Draw(int count, long seed)
    {
        while (current is { } snapshot)
        {
            try
            {
                using torch.Tensor images = snapshot.Generator.Sample(count, seed);
                return (ImageFile.ToPng(images), snapshot.Step);
            }
            catch (ObjectDisposedException) when (snapshot != current)
            {
                // Replaced between the first and the second line: use the new snapshot.
            }
        }

        return null;
    }

    public void Dispose() => Exchange(null);

    private void Exchange(Snapshot? next) => Interlocked.Exchange(ref current, next)?.Generator.Dispose();

    private sealed record Snapshot(FrozenGenerator Generator, long Step);
}
