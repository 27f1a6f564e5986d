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
    private readonly ImageBatches batches = source.Batches(trainer, batchSize, cancellationToken: stop);
    private readonly Stopwatch waiting = new();

    /// <summary>An epoch of which the first batch is loaded.</summary>
    private IEnumerator<DcganBatch>? ahead;

    /// <summary>Time that training has waited for batches, except for the first batch of the run.</summary>
    public TimeSpan WaitTime => waiting.Elapsed;

    /// <summary>Number of batches per epoch. The value falls when unreadable images are found.</summary>
    public long BatchesPerEpoch => batches.PerEpoch;

    /// <summary>Whether the last epoch was read completely.</summary>
    public bool EpochIsOver { get; private set; }

    /// <summary>Waits for the first batch, if the epoch has more batches. <see cref="ReadEpoch"/> returns it later.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">Too few images are readable.</exception>
    public void WaitForFirst()
    {
        var first = batches.GetEnumerator(); // Ends itself if it has no batch.
        ahead = MoveNext(first) ? first : null;
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
            using var current = ahead ?? batches.GetEnumerator();
            bool hasBatch = ahead is not null || WaitForNext(current);
            ahead = null;
            while (hasBatch)
            {
                yield return current.Current;
                hasBatch = WaitForNext(current);
            }

            EpochIsOver = true;
        }
    }

    public void Dispose() => ahead?.Dispose();

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
