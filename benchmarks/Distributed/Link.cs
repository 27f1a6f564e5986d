using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>The cable of a host.</summary>
/// <param name="Gigabits">Gbit/s in each direction; null if only the processors limit it.</param>
/// <param name="DelayMilliseconds">Additional delay of each packet, one way.</param>
internal sealed record Link(double? Gigabits, double DelayMilliseconds)
{
    /// <summary>
    /// The share of a link's rate that is left for data: 1448 bytes of each Ethernet frame, which the kernel counts as 1514.
    /// </summary>
    private const double DataShare = 1448.0 / 1514;

    private const double BytesPerGigabit = 1e9 / 8;

    internal static Link Unlimited { get; } = new(null, 0);

    /// <summary>Seconds that the link needs for a byte of data.</summary>
    internal double SecondsPerByte => Gigabits is double rate ? 1 / (rate * BytesPerGigabit * DataShare) : 0;

    internal double DelaySeconds => DelayMilliseconds / 1000;

    public override string ToString()
    {
        string rate = Gigabits is double gigabits ? string.Create(CultureInfo.InvariantCulture, $"{gigabits:0.###} Gbit/s") : "no limit";
        return DelayMilliseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{rate}, {DelayMilliseconds:0.###} ms") : rate;
    }
}
