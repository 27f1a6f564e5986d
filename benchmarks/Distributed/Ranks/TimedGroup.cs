using System.Diagnostics;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>A process group that counts the sums of another one and measures the time in them.</summary>
internal sealed class TimedGroup(IProcessGroup inner) : IProcessGroup
{
    /// <summary>Size from which on a sum counts as large. The trainer's messages that are not gradients have less than 1 KB.</summary>
    private const long Large = 4096;

    private readonly EchoGroup echo = new(inner.Rank, inner.Size);

    private readonly List<long> sums = [];

    /// <summary>Whether sums are those of the echo, so that nothing crosses the network.</summary>
    private bool isApart;

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    /// <summary>Bytes of each large sum since the last <see cref="Reset"/>.</summary>
    internal IReadOnlyList<long> Sums => sums;

    /// <summary>Number of small sums since the last <see cref="Reset"/>.</summary>
    internal int Meetings { get; private set; }

    /// <summary>Time in sums since the last <see cref="Reset"/>.</summary>
    internal double Seconds { get; private set; }

    /// <summary>Starts counting again.</summary>
    /// <param name="apart">Whether nothing crosses the network from here on.</param>
    internal void Reset(bool apart)
    {
        sums.Clear();
        (Meetings, Seconds, isApart) = (0, 0, apart);
    }

    public void Sum(torch.Tensor values)
    {
        long started = Stopwatch.GetTimestamp();
        (isApart ? echo : inner).Sum(values);
        Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        long bytes = values.numel() * values.element_size();
        if (bytes < Large)
        {
            Meetings++;
        }
        else
        {
            sums.Add(bytes);
        }
    }

    public void Broadcast(torch.Tensor values, int root) => inner.Broadcast(values, root);

    public void Barrier() => inner.Barrier();
}
