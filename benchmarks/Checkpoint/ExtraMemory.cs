using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>The most memory that this process has resident while something runs, beyond what it had before. Linux only.</summary>
internal static class ExtraMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Written to it, a 5 sets the peak (VmHWM) to what is resident now.</summary>
    private const string Reset = "/proc/self/clear_refs";

    /// <returns>MiB; null where the system does not say.</returns>
    internal static double? Of(Action action)
    {
        bool isReset = TryReset();
        double? before = Megabytes("VmRSS:");
        action();
        return isReset ? Megabytes("VmHWM:") - before : null;
    }

    private static bool TryReset()
    {
        try
        {
            if (!File.Exists(Reset))
            {
                return false;
            }

            File.WriteAllText(Reset, "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // Some containers show it and forbid it.
        }
    }

    /// <summary>A line of the status reads "VmRSS:     123456 kB".</summary>
    private static double? Megabytes(string field)
    {
        string? line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))
            : null;
        return line is null ? null : double.Parse(line.AsSpan(field.Length).TrimEnd("kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
