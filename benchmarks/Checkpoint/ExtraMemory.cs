using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures the peak resident memory of this process during an action, beyond the memory before it. Linux only.</summary>
internal static class ExtraMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Writing 5 to this file resets the peak (VmHWM) to the current resident memory.</summary>
    private const string Reset = "/proc/self/clear_refs";

    /// <returns>The extra memory in MiB; null if the system does not report it.</returns>
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
            return false; // Some containers show the file but deny access.
        }
    }

    /// <summary>Reads a field of the process status, whose lines look like "VmRSS:     123456 kB".</summary>
    private static double? Megabytes(string field)
    {
        string? line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))
            : null;
        return line is null ? null : double.Parse(line.AsSpan(field.Length).TrimEnd("kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
