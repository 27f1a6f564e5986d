using Dcgan.Core;
using FaceService.Model;

namespace FaceService.Tests;

/// <summary>A model whose runs end when the test lets them, or when they are cancelled.</summary>
internal sealed class GatedModel : IFaceModel, IDisposable
{
    private readonly SemaphoreSlim gate = new(0);
    private int running;
    private int most;
    private int cancelled;
    private int started;

    public static ModelFacts TinyFacts { get; } = new()
    {
        LatentSize = 2,
        Distribution = LatentDistribution.Normal,
        Statistics = ModelStatistics.Running,
        LibraryVersion = "0.0.0",
        ImageSize = 2,
        Channels = 1,
        Digest = "gated",
    };

    public ModelFacts Facts => TinyFacts;

    public int Running => Volatile.Read(ref running);

    public int MostAtOnce => Volatile.Read(ref most);

    public int Cancelled => Volatile.Read(ref cancelled);

    public int Started => Volatile.Read(ref started);

    public void Open(int runs) => gate.Release(runs);

    public byte[] Draw(ReadOnlyMemory<float> latents, CancellationToken cancel)
    {
        int now = Interlocked.Increment(ref running);
        InterlockedMax(now);
        Interlocked.Increment(ref started);
        try
        {
            gate.Wait(cancel);
            return new byte[latents.Length / Facts.LatentSize * Facts.ImageBytes];
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public void Dispose() => gate.Dispose();

    private void InterlockedMax(int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
