using System.Diagnostics;
using System.Threading.Channels;

namespace TrainFaces.Data;

/// <summary>
/// Prefetches batches on background threads, also across epochs, so that a step need not wait for its batch. Batches contain
/// bytes, because tensors must be created and disposed on the training thread.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int PrefetchCount = 4;

    // Batch norm cannot compute statistics from a single image.
    private const int MinBatchSize = 2;

    // A read that takes longer is abandoned at the end of the run: a network drive may never answer.
    private static readonly TimeSpan MaxEndTime = TimeSpan.FromSeconds(1);

    private readonly IImageSource source;
    private readonly ImageFormat format;
    private readonly int batchSize;
    private readonly RunProcesses processes;
    private readonly Stopwatch waiting = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Channel<Batch> ready;
    private readonly Task loading;
    private bool started;

    /// <param name="source">The image source.</param>
    /// <param name="format">Size and channels of the images.</param>
    /// <param name="batchSize">Number of images per batch.</param>
    /// <param name="epoch">The first epoch to load, from 1.</param>
    /// <param name="skip">Number of batches to skip in that epoch, because a resumed run has already used them.</param>
    /// <param name="processes">The processes that share each batch; null for this process alone.</param>
    public BatchLoader(
        IImageSource source, ImageFormat format, int batchSize, int epoch = 1, long skip = 0, RunProcesses? processes = null)
    {
        (this.source, this.format, this.batchSize, this.processes) = (source, format, batchSize, processes ?? RunProcesses.Alone);
        ready = Channel.CreateBounded<Batch>(
            new BoundedChannelOptions(PrefetchCount) { SingleReader = true, SingleWriter = true });
        loading = Task.Run(() => LoadAsync(epoch, skip));
    }

    /// <summary>Time that training has waited for batches, except for the first batch.</summary>
    public TimeSpan WaitTime => waiting.Elapsed;

    /// <summary>Number of batches per epoch. The value falls when unreadable images are found.</summary>
    public long BatchesPerEpoch
    {
        get
        {
            int images = processes.Count == 1 ? source.Count : source.Count + source.Unreadable;
            return (images / batchSize) + (images % batchSize >= MinBatchSize * processes.Count ? 1 : 0);
        }
    }

    /// <summary>Whether the last epoch was read completely.</summary>
    public bool EpochIsOver { get; private set; }

    /// <summary>Waits until the next batch is loaded.</summary>
    /// <returns>False if the epoch has no more batches.</returns>
    public bool WaitForBatch(CancellationToken cancellationToken) =>
        ready.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult() && ready.Reader.TryPeek(out var batch) && batch.Count > 0;

    /// <summary>The batches of the next epoch, or the remaining batches of an epoch that was not read completely.</summary>
    public IEnumerable<Batch> ReadEpoch(CancellationToken cancellationToken)
    {
        // Set immediately, outside the iterator, because the caller may never request the first batch.
        EpochIsOver = false;
        return Batches();

        IEnumerable<Batch> Batches()
        {
            while (Next(cancellationToken) is { Count: > 0 } batch)
            {
                yield return batch;
            }
        }
    }

    public void Dispose()
    {
        ending.Cancel();
        if (loading.Wait(MaxEndTime))
        {
            ending.Dispose();
        }
    }

    private Batch Next(CancellationToken cancellationToken)
    {
        if (started)
        {
            waiting.Start();
        }

        try
        {
            // Blocks on purpose: dispose scopes and gradient modes are per thread, so training must stay on its thread.
            if (ready.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult() && ready.Reader.TryRead(out var batch))
            {
                EpochIsOver = batch.Count == 0;
                return batch;
            }

            return Batch.EndOfEpoch;
        }
        catch (OperationCanceledException)
        {
            return Batch.EndOfEpoch;
        }
        finally
        {
            waiting.Stop();
            started = true;
        }
    }

    private async Task LoadAsync(int firstEpoch, long skip)
    {
        try
        {
            for (int epoch = firstEpoch; ; epoch++)
            {
                // Skipped batches must also be read. Unreadable images shift the images after them, so the content of a batch depends on all earlier reads.
                var order = source.Order(epoch);
                long skipped = epoch == firstEpoch ? skip : 0;
                await (processes.Count == 1 ? LoadEpochAsync(order, skipped) : LoadSharesAsync(order, skipped)).ConfigureAwait(false);
                await ready.Writer.WriteAsync(Batch.EndOfEpoch, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            ready.Writer.TryComplete();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The channel rethrows the exception in the reader, on the training thread.
            ready.Writer.TryComplete(error);
        }
    }

    private async Task LoadEpochAsync(IReadOnlyList<long> order, long skip)
    {
        byte[] pixels = new byte[batchSize * format.Bytes];
        int filled = 0;
        for (int next = 0; next < order.Count;)
        {
            int requested = Math.Min(batchSize - filled, order.Count - next);
            filled += Fill(order, next, requested, pixels, filled);
            next += requested;
            if (filled == batchSize || (next == order.Count && filled >= MinBatchSize))
            {
                if (skip-- <= 0)
                {
                    await ready.Writer.WriteAsync(new Batch(pixels, filled), ending.Token).ConfigureAwait(false);
                }

                pixels = new byte[batchSize * format.Bytes];
                filled = 0;
            }
        }
    }

    // Loads this process's share of each batch. The batches follow from the order alone, because no process knows which images the
    // others cannot read. An unreadable image makes the share smaller.
    private async Task LoadSharesAsync(IReadOnlyList<long> order, long skip)
    {
        for (long first = skip * batchSize; order.Count - first >= MinBatchSize * processes.Count; first += batchSize)
        {
            (int start, int count) = processes.ShareOf((int)Math.Min(batchSize, order.Count - first));
            byte[] pixels = new byte[count * format.Bytes];
            int filled = Fill(order, (int)first + start, count, pixels, 0);
            if (filled < MinBatchSize)
            {
                throw new SampleException($"--data: this process needs at least {MinBatchSize} readable images in its share of {count} images of a batch, but has {filled}. Remove the unreadable files, or use a larger --batch.");
            }

            await ready.Writer.WriteAsync(new Batch(pixels, filled), ending.Token).ConfigureAwait(false);
        }
    }

    // Reads images into the batch, starting at position "filled", without gaps for unreadable images. Returns the number of readable images.
    private int Fill(IReadOnlyList<long> order, int next, int requested, byte[] pixels, int filled)
    {
        bool[] readable = new bool[requested];
        var options = new ParallelOptions
        {
            // Leaves one core to the training thread.
            MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1),
            CancellationToken = ending.Token,
        };
        Parallel.For(0, requested, options, index => readable[index] = source.TryRead(order[next + index], Slot(pixels, filled + index)));

        int kept = 0;
        for (int index = 0; index < requested; index++)
        {
            if (readable[index])
            {
                if (kept < index)
                {
                    Slot(pixels, filled + index).CopyTo(Slot(pixels, filled + kept));
                }

                kept++;
            }
        }

        return kept;
    }

    private Span<byte> Slot(byte[] pixels, int index) => pixels.AsSpan(index * format.Bytes, format.Bytes);
}
