using System.Diagnostics;
using System.Threading.Channels;

namespace TrainFaces.Data;

/// <summary>
/// Makes batches on background threads, a few ahead of training and across the ends of epochs, so that a step finds its
/// batch ready. What crosses to the training thread is bytes: tensors are made and released on one thread only.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private const int BatchesAhead = 4;

    // Batch norm has no statistics of a single image.
    private const int SmallestBatch = 2;

    private readonly IImageSource source;
    private readonly ImageFormat format;
    private readonly int batchSize;
    private readonly Stopwatch waiting = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Channel<Batch> ready;
    private readonly Task loading;
    private bool started;

    /// <param name="source">The images.</param>
    /// <param name="format">Their form.</param>
    /// <param name="batchSize">Images in a batch.</param>
    /// <param name="epoch">The first epoch to make batches of, from 1.</param>
    /// <param name="skip">How many batches of that epoch to leave out, because a run that goes on has had them.</param>
    public BatchLoader(IImageSource source, ImageFormat format, int batchSize, int epoch = 1, long skip = 0)
    {
        (this.source, this.format, this.batchSize) = (source, format, batchSize);
        ready = Channel.CreateBounded<Batch>(
            new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        loading = Task.Run(() => LoadAsync(epoch, skip));
    }

    /// <summary>How long training has waited for batches, the very first one not counted.</summary>
    public TimeSpan Waited => waiting.Elapsed;

    /// <summary>Batches in an epoch, as far as is known: fewer when images turn out to be unreadable.</summary>
    public long BatchesPerEpoch =>
        (source.Count / batchSize) + (source.Count % batchSize >= SmallestBatch ? 1 : 0);

    /// <summary>Whether the last epoch was read to its end.</summary>
    public bool EpochIsOver { get; private set; }

    /// <summary>The batches of the next epoch, or of what is left of one that was not read to its end.</summary>
    public IEnumerable<Batch> ReadEpoch(CancellationToken cancellationToken)
    {
        // At once, and not when the first batch is asked for, which may never be.
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
        loading.Wait();
        ending.Dispose();
    }

    private Batch Next(CancellationToken cancellationToken)
    {
        if (started)
        {
            waiting.Start();
        }

        try
        {
            // Blocking is meant: dispose scopes and gradient modes belong to a thread, so training stays on its own.
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
                // Which images make up a batch is known only once they have been read, so left-out ones are read too.
                await LoadEpochAsync(source.Order(epoch), epoch == firstEpoch ? skip : 0).ConfigureAwait(false);
                await ready.Writer.WriteAsync(Batch.EndOfEpoch, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            ready.Writer.TryComplete();
        }
        catch (Exception error) when (ready.Writer.TryComplete(error))
        {
            // The reader meets it, on the thread that can report it.
        }
    }

    private async Task LoadEpochAsync(IReadOnlyList<long> order, long skip)
    {
        byte[] pixels = new byte[batchSize * format.Bytes];
        int filled = 0;
        for (int next = 0; next < order.Count;)
        {
            int wanted = Math.Min(batchSize - filled, order.Count - next);
            filled += Fill(order, next, wanted, pixels, filled);
            next += wanted;
            if (filled == batchSize || (next == order.Count && filled >= SmallestBatch))
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

    // Returns how many of the wanted images could be read; they lie side by side from place "filled" on.
    private int Fill(IReadOnlyList<long> order, int next, int wanted, byte[] pixels, int filled)
    {
        bool[] readable = new bool[wanted];
        var spare = new ParallelOptions
        {
            // One core is left to the thread that trains.
            MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1),
            CancellationToken = ending.Token,
        };
        Parallel.For(0, wanted, spare, place => readable[place] = source.TryRead(order[next + place], Place(pixels, filled + place)));

        int kept = 0;
        for (int place = 0; place < wanted; place++)
        {
            if (readable[place])
            {
                if (kept < place)
                {
                    Place(pixels, filled + place).CopyTo(Place(pixels, filled + kept));
                }

                kept++;
            }
        }

        return kept;
    }

    private Span<byte> Place(byte[] pixels, int place) => pixels.AsSpan(place * format.Bytes, format.Bytes);
}
