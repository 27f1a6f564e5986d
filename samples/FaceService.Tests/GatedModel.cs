using Dcgan.Core;
using FaceService.Model;

namespace FaceService.Tests;

/// <summary>A fake model whose runs block until the test releases them or they are canceled.</summary>
internal sealed class GatedModel : IFaceModel, IDisposable
{
    private readonly SemaphoreSlim gate = new(0);
    private int running;
    private int maxRunning;
    private int canceled;
    private int started;

    public static ModelInfo TinyInfo { get; } = new()
    {
        LatentSize = 2,
        Distribution = LatentDistribution.Normal,
        Statistics = ModelStatistics.Running,
        LibraryVersion = "0.0.0",
        ImageHeight = 2,
        ImageWidth = 2,
        Channels = 1,
        Digest = "gated",
    };

    public ModelInfo Info { get; init; } = TinyInfo;

    /// <summary>Runs in progress.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>The largest number of runs in parallel so far.</summary>
    public int MaxRunning => Volatile.Read(ref maxRunning);

    public int Canceled => Volatile.Read(ref canceled);

    public int Started => Volatile.Read(ref started);

    /// <summary>Lets this many runs finish.</summary>
    public void Release(int runs) => gate.Release(runs);

    public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel)
    {
        int now = Interlocked.Increment(ref running);
        UpdateMaxRunning(now);
        Interlocked.Increment(ref started);
        try
        {
            gate.Wait(cancel);
            return new byte[latents.Length / Info.LatentSize * Info.ImageBytes];
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref canceled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public void Dispose() => gate.Dispose();

    private void UpdateMaxRunning(int value)
    {
        int current;
        while (value > (current = Volatile.Read(ref maxRunning)) && Interlocked.CompareExchange(ref maxRunning, value, current) != current)
        {
        }
    }
}
