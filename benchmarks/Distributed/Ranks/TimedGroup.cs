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

    private IProcessGroup Group => isApart ? echo : inner;

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    /// <summary>Bytes of each large sum since the last <see cref="Reset"/>.</summary>
    internal IReadOnlyList<long> Sums => sums;

    /// <summary>Number of small sums since the last <see cref="Reset"/>.</summary>
    internal int Meetings { get; private set; }

    /// <summary>Time in sums and in waiting for them since the last <see cref="Reset"/>.</summary>
    internal double Seconds { get; private set; }

    /// <summary>Bytes of the sums in the background since the last <see cref="Reset"/>.</summary>
    internal long BytesInBackground { get; private set; }

    /// <summary>Seconds of computation between the start of these sums and the wait for them.</summary>
    internal double SecondsBeside { get; private set; }

    /// <summary>Starts counting again.</summary>
    /// <param name="apart">Whether nothing crosses the network from here on.</param>
    internal void Reset(bool apart)
    {
        sums.Clear();
        (Meetings, Seconds, BytesInBackground, SecondsBeside, isApart) = (0, 0, 0, 0, apart);
    }

    public void Sum(torch.Tensor values)
    {
        Time(() => Group.Sum(values));
        Count(values);
    }

    public Action StartSum(torch.Tensor values)
    {
        Action wait = () => { };
        Time(() => wait = Group.StartSum(values));
        Count(values);
        BytesInBackground += values.numel() * values.element_size();
        long started = Stopwatch.GetTimestamp();
        return () =>
        {
            SecondsBeside += Stopwatch.GetElapsedTime(started).TotalSeconds;
            Time(wait);
        };
    }

    public void Broadcast(torch.Tensor values, int root) => inner.Broadcast(values, root);

    public void Barrier() => inner.Barrier();

    private void Time(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Count(torch.Tensor values)
    {
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
}
