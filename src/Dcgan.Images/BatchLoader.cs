using System.Threading.Channels;

namespace Dcgan.Images;

/// <summary>Loads the batches of an epoch on background threads, so that a step need not wait for its batch.</summary>
internal sealed class BatchLoader : IDisposable
{
    private const int PrefetchCount = 4;

    // A read that takes longer is abandoned: a network drive may never answer.
    private static readonly TimeSpan MaxEndTime = TimeSpan.FromSeconds(1);

    private readonly ImageSource source;
    private readonly int imageBytes;
    private readonly int batchSize;
    private readonly IReadOnlyList<long> order;
    private readonly BatchShare share;
    private readonly int workers;
    private readonly CancellationTokenSource ending = new();
    private readonly Channel<Batch> ready = Channel.CreateBounded<Batch>(
        new BoundedChannelOptions(PrefetchCount) { SingleReader = true, SingleWriter = true });

    private readonly Task loading;

    /// <param name="source">The images.</param>
    /// <param name="batchSize">Number of images per batch, of all processes.</param>
    /// <param name="order">The indices of the images.</param>
    /// <param name="firstBatch">Number of batches to skip.</param>
    /// <param name="share">This process's part of each batch.</param>
    /// <param name="workers">Number of threads that read images.</param>
    public BatchLoader(ImageSource source, int batchSize, IReadOnlyList<long> order, long firstBatch, BatchShare share, int workers)
    {
        (this.source, this.batchSize, this.order, this.share, this.workers) = (source, batchSize, order, share, workers);
        imageBytes = source.Format.Bytes;
        loading = Task.Run(() => LoadAsync(firstBatch));
    }

    /// <summary>Waits for the next batch.</summary>
    /// <returns>Null at the end of the epoch.</returns>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public Batch? Next(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();

        // Blocks on purpose: dispose scopes and gradient modes are per thread, so training must stay on its thread.
        return ready.Reader.WaitToReadAsync(stop).AsTask().GetAwaiter().GetResult() && ready.Reader.TryRead(out var batch) ? batch : null;
    }

    public void Dispose()
    {
        ending.Cancel();
        if (loading.Wait(MaxEndTime))
        {
            ending.Dispose();
        }
    }

    private async Task LoadAsync(long firstBatch)
    {
        try
        {
            await (share.Processes == 1 ? LoadAllAsync(firstBatch) : LoadSharesAsync(firstBatch)).ConfigureAwait(false);
            ready.Writer.TryComplete();
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

    // Skipped batches are read too. Unreadable images shift the images after them, so the content of a batch depends on earlier reads.
    private async Task LoadAllAsync(long skip)
    {
        Batch batch = Empty(batchSize);
        for (int next = 0; next < order.Count;)
        {
            int requested = Math.Min(batchSize - batch.Count, order.Count - next);
            batch = Fill(batch, next, requested);
            next += requested;
            if (batch.Count == batchSize || (next == order.Count && batch.Count >= ImageBatches.MinImages))
            {
                if (skip-- <= 0)
                {
                    await ready.Writer.WriteAsync(batch, ending.Token).ConfigureAwait(false);
                }

                batch = Empty(batchSize);
            }
        }
    }

    // Loads this process's part of each batch. The batches follow from the order alone, because no process knows which images the
    // others cannot read. An unreadable image makes the part smaller.
    private async Task LoadSharesAsync(long skip)
    {
        for (long first = Math.Min(skip, order.Count) * batchSize; order.Count - first >= ImageBatches.MinImages * share.Processes; first += batchSize)
        {
            (int start, int count) = share.Of((int)Math.Min(batchSize, order.Count - first));
            Batch batch = Fill(Empty(count), (int)first + start, count);
            if (batch.Count < ImageBatches.MinImages)
            {
                throw new InvalidDataException(
                    $"This process needs at least {ImageBatches.MinImages} readable images in its part of {count} images of a batch, but has {batch.Count}.{source.ExampleOfUnreadable} Remove the unreadable files, or use a larger batch.");
            }

            await ready.Writer.WriteAsync(batch, ending.Token).ConfigureAwait(false);
        }
    }

    private Batch Empty(int images) => new(new byte[images * imageBytes], source.ClassNames.Count == 0 ? [] : new long[images], 0);

    /// <summary>Appends readable images to a batch, without gaps for unreadable ones.</summary>
    private Batch Fill(Batch batch, int next, int requested)
    {
        bool[] readable = new bool[requested];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = ending.Token };
        ParallelImages.ForEach(requested, options, index => readable[index] = source.TryRead(order[next + index], Slot(batch, batch.Count + index)));

        int kept = batch.Count;
        for (int index = 0; index < requested; index++)
        {
            if (readable[index])
            {
                if (kept < batch.Count + index)
                {
                    Slot(batch, batch.Count + index).CopyTo(Slot(batch, kept));
                }

                if (batch.Labels.Length > 0)
                {
                    batch.Labels[kept] = source.LabelOf(order[next + index]);
                }

                kept++;
            }
        }

        return batch with { Count = kept };
    }

    private Span<byte> Slot(Batch batch, int index) => batch.Pixels.AsSpan(index * imageBytes, imageBytes);
}
