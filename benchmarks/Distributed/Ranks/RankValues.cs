using System.Globalization;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Numbers of all processes, and of the network device of this one's host.</summary>
internal static class RankValues
{
    private const string Devices = "/proc/net/dev";

    /// <summary>The place of the sent bytes among the numbers of a device in /proc/net/dev.</summary>
    private const int SentBytes = 8;

    /// <summary>Returns the value of each process, by rank. Every process makes this call.</summary>
    internal static double[] Gather(IProcessGroup group, double own)
    {
        double[] slots = new double[group.Size];
        slots[group.Rank] = own;
        using torch.Tensor all = torch.tensor(slots);
        group.Sum(all);
        return all.data<double>().ToArray();
    }

    /// <summary>
    /// Bytes that this host has sent so far through all devices but its loopback. On a host that is a network namespace, these are the
    /// bytes of the measurement and nothing else.
    /// </summary>
    internal static double Sent() => !File.Exists(Devices) ? 0 : File.ReadLines(Devices)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2 && parts[0] != "lo")
        .Sum(parts => double.Parse(
            parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[SentBytes], CultureInfo.InvariantCulture));
}
