using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Images;

namespace TrainFaces.Data;

/// <summary>Reads the batches of each epoch for a run, and measures how long training waits for them.</summary>
/// <param name="source">The images.</param>
/// <param name="trainer">Determines the epoch and the first batch.</param>
/// <param name="batchSize">Number of images per batch, of all processes.</param>
/// <param name="stop">Cancels waiting for a batch.</param>
internal sealed class EpochReader(ImageSource source, DcganTrainer trainer, int batchSize, CancellationToken stop) : IDisposable
{
    private readonly Stopwatch waiting = new();
    private IEnumerator<DcganBatch>? epoch;
    private bool isAhead;

    /// <summary>Time that training has waited for batches, except for the first batch of the run.</summary>
    public TimeSpan WaitTime => waiting.Elapsed;

    /// <summary>Number of batches per epoch. The value falls when unreadable images are found.</summary>
    public long BatchesPerEpoch { get; private set; } = Batches(source, trainer, batchSize, stop).PerEpoch;

    /// <summary>Whether the last epoch was read completely.</summary>
    public bool EpochIsOver { get; private set; }

    /// <summary>Waits for the first batch, which <see cref="ReadEpoch"/> returns later.</summary>
    /// <returns>False if the epoch has no more batches.</returns>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">Too few images are readable.</exception>
    public bool WaitForFirst()
    {
        epoch = Batches(source, trainer, batchSize, stop).GetEnumerator();
        return isAhead = MoveNext(epoch);
    }

    /// <summary>The remaining batches of the trainer's epoch.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">Too few images are readable.</exception>
    public IEnumerable<DcganBatch> ReadEpoch()
    {
        // Set immediately, outside the iterator, because the caller may never request the first batch.
        EpochIsOver = false;
        return Read();

        IEnumerable<DcganBatch> Read()
        {
            var batches = Batches(source, trainer, batchSize, stop);
            using var current = isAhead ? epoch! : batches.GetEnumerator();
            bool hasBatch = isAhead || WaitForNext(current);
            (epoch, isAhead) = (null, false);
            while (hasBatch)
            {
                BatchesPerEpoch = batches.PerEpoch;
                yield return current.Current;
                hasBatch = WaitForNext(current);
            }

            EpochIsOver = true;
        }
    }

    public void Dispose() => epoch?.Dispose();

    private static ImageBatches Batches(ImageSource source, DcganTrainer trainer, int batchSize, CancellationToken stop) =>
        source.Batches(trainer, batchSize, cancellationToken: stop);

    private bool WaitForNext(IEnumerator<DcganBatch> batches)
    {
        waiting.Start();
        try
        {
            return MoveNext(batches);
        }
        finally
        {
            waiting.Stop();
        }
    }

    private static bool MoveNext(IEnumerator<DcganBatch> batches)
    {
        try
        {
            return batches.MoveNext();
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new SampleException($"--data: {error.Message}", error);
        }
    }
}
