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

    private readonly IImageSource _source;
    private readonly ImageFormat _format;
    private readonly int _batchSize;
    private readonly Stopwatch _waiting = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<Batch> _ready;
    private readonly Task _loading;
    private bool _started;

    public BatchLoader(IImageSource source, ImageFormat format, int batchSize)
    {
        (_source, _format, _batchSize) = (source, format, batchSize);
        _ready = Channel.CreateBounded<Batch>(
            new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        _loading = Task.Run(LoadAsync);
    }

    /// <summary>How long training has waited for batches, the very first one not counted.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>Batches in an epoch, as far as is known: fewer when images turn out to be unreadable.</summary>
    public long BatchesPerEpoch =>
        (_source.Count / _batchSize) + (_source.Count % _batchSize >= SmallestBatch ? 1 : 0);

    /// <summary>The batches of the next epoch, or of what is left of one that was not read to its end.</summary>
    public IEnumerable<Batch> ReadEpoch(CancellationToken cancellationToken)
    {
        while (Next(cancellationToken) is { Count: > 0 } batch)
        {
            yield return batch;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _loading.Wait();
        _ending.Dispose();
    }

    private Batch Next(CancellationToken cancellationToken)
    {
        if (_started)
        {
            _waiting.Start();
        }

        try
        {
            // Blocking is meant: dispose scopes and gradient modes belong to a thread, so training stays on its own.
            return _ready.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult()
                && _ready.Reader.TryRead(out var batch) ? batch : Batch.EndOfEpoch;
        }
        catch (OperationCanceledException)
        {
            return Batch.EndOfEpoch;
        }
        finally
        {
            _waiting.Stop();
            _started = true;
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            for (var epoch = 1; ; epoch++)
            {
                await LoadEpochAsync(_source.Order(epoch)).ConfigureAwait(false);
                await _ready.Writer.WriteAsync(Batch.EndOfEpoch, _ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _ready.Writer.TryComplete();
        }
        catch (Exception error) when (_ready.Writer.TryComplete(error))
        {
            // The reader meets it, on the thread that can report it.
        }
    }

    private async Task LoadEpochAsync(IReadOnlyList<long> order)
    {
        var pixels = new byte[_batchSize * _format.Bytes];
        var filled = 0;
        for (var next = 0; next < order.Count;)
        {
            var wanted = Math.Min(_batchSize - filled, order.Count - next);
            filled += Fill(order, next, wanted, pixels, filled);
            next += wanted;
            if (filled == _batchSize || (next == order.Count && filled >= SmallestBatch))
            {
                await _ready.Writer.WriteAsync(new Batch(pixels, filled), _ending.Token).ConfigureAwait(false);
                pixels = new byte[_batchSize * _format.Bytes];
                filled = 0;
            }
        }
    }

    // Returns how many of the wanted images could be read; they lie side by side from place "filled" on.
    private int Fill(IReadOnlyList<long> order, int next, int wanted, byte[] pixels, int filled)
    {
        var readable = new bool[wanted];
        var spare = new ParallelOptions
        {
            // One core is left to the thread that trains.
            MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1),
            CancellationToken = _ending.Token,
        };
        Parallel.For(0, wanted, spare, place => readable[place] = _source.TryRead(order[next + place], Place(pixels, filled + place)));

        var kept = 0;
        for (var place = 0; place < wanted; place++)
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

    private Span<byte> Place(byte[] pixels, int place) => pixels.AsSpan(place * _format.Bytes, _format.Bytes);
}
