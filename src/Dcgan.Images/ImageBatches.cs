using System.Collections;
using Dcgan.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Images;

/// <summary>
/// The batches of an epoch, for <see cref="DcganTrainer.Train(IEnumerable{DcganBatch}, IProgress{DcganStep}?, CancellationToken)"/>.
/// Background threads read the next images while a step runs. Each enumeration reads the images again; with a trainer, those of the epoch
/// that the trainer has then.
/// </summary>
/// <remarks>
/// The last batch may be smaller than the others. It is left out if it has fewer than 2 images for each process, because batch
/// normalization needs 2. The images and labels of a batch are disposed when the next batch is requested.
/// </remarks>
public sealed class ImageBatches : IEnumerable<DcganBatch>
{
    /// <summary>Batch normalization cannot compute statistics from a single image.</summary>
    internal const int MinImages = 2;

    private readonly ImageSource source;
    private readonly int batchSize;
    private readonly Func<EpochPart> part;
    private readonly BatchShare share;
    private readonly int workers;
    private readonly CancellationToken stop;

    internal ImageBatches(
        ImageSource source,
        int batchSize,
        Func<EpochPart> part,
        IProcessGroup? processes,
        int? workers,
        CancellationToken stop)
    {
        (this.source, this.batchSize, this.part, this.stop) = (source, batchSize, part, stop);
        share = new BatchShare(processes?.Rank ?? 0, processes?.Size ?? 1);
        this.workers = workers ?? Math.Max(1, Environment.ProcessorCount - 1); // Leaves a core to the training thread.
        AtLeast(MinImages * share.Processes, batchSize, nameof(batchSize));
        AtLeast(1, this.workers, nameof(workers));
        int most = Array.MaxLength / source.Format.Checked(nameof(source)).Bytes;
        if (batchSize > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batchSize), $"batchSize: must be at most {most} for images of {source.Format} but was {batchSize}.");
        }
    }

    /// <summary>
    /// Number of batches of the whole epoch, including skipped ones. The value may fall when unreadable images are found.
    /// </summary>
    public long PerEpoch
    {
        get
        {
            // Processes do not know which images the others cannot read.
            int images = share.Processes == 1 ? source.Count - source.Unreadable : source.Count;
            return (images / batchSize) + (images % batchSize >= MinImages * share.Processes ? 1 : 0);
        }
    }

    /// <summary>Reads the batches.</summary>
    /// <exception cref="InvalidDataException">
    /// Thrown while reading: the epoch has fewer than 2 readable images, or this process has fewer than 2 in its part of a batch.
    /// </exception>
    /// <exception cref="IOException">Thrown while reading: the cache file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Thrown while reading: waiting was canceled.</exception>
    public IEnumerator<DcganBatch> GetEnumerator()
    {
        EpochPart epoch = part();
        using var loader = new BatchLoader(source, batchSize, epoch.Order, epoch.FirstBatch, share, workers);
        bool isEmpty = true;
        while (loader.Next(stop) is { } batch)
        {
            isEmpty = false;
            ImageFormat format = source.Format;
            using Tensor images = ImagePixels.ToImages(
                batch.Pixels.AsSpan(0, batch.Count * format.Bytes), format.Channels, format.Height, format.Width);
            using Tensor? labels = batch.Labels.Length == 0 ? null : tensor(batch.Labels.AsSpan(0, batch.Count).ToArray());
            yield return new DcganBatch(images, labels);
        }

        if (isEmpty && epoch.FirstBatch == 0 && source.Count >= MinImages)
        {
            string name = source is ImageFolder folder ? folder.Path : source.GetType().Name;
            throw new InvalidDataException(
                $"{name}: fewer than {MinImages * share.Processes} of its {source.Count} images can be read, so the epoch has no batch.{source.ExampleOfUnreadable}");
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static void AtLeast(long minimum, long value, string name)
    {
        if (value < minimum)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: must be at least {minimum} but was {value}.");
        }
    }
}
