using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Prints the operations as a table, with the goals for a save.</summary>
internal static class CheckpointTable
{
    /// <summary>Goal: a save reaches at least this share of the plain copy's speed.</summary>
    private const double ShareOfCopy = 0.5;

    /// <summary>Goal: a save needs less than this many MiB of extra memory.</summary>
    private const double ExtraMegabytes = 64;

    internal static void Write(IReadOnlyList<CheckpointReading> readings, double megabytes)
    {
        double copy = readings.Single(reading => reading.Operation == CheckpointOperation.Copy).Seconds;
        Report.WriteTable(
            ["", "ms", "MB/s", "share of the copy's MB/s", "extra MB", "goal"],
            readings.Select(reading => (string[])
            [
                reading.Operation.Title,
                Report.Text(reading.Seconds * 1000, "F0"),
                Report.Text(megabytes / reading.Seconds, "F0"),
                .. reading.Operation == CheckpointOperation.Save ? OfSave(copy / reading.Seconds, reading.ExtraMegabytes) : ["", "", ""],
            ]));
    }

    private static string[] OfSave(double share, double? extra)
    {
        string speed = string.Create(CultureInfo.InvariantCulture, $"at least {ShareOfCopy} of the copy's MB/s: {Met(share >= ShareOfCopy)}");
        string memory = string.Create(CultureInfo.InvariantCulture, $"less than {ExtraMegabytes} extra MB");
        string goals = extra is double value ? $"{speed}; {memory}: {Met(value < ExtraMegabytes)}" : $"{speed}; {memory}";
        return [Report.Text(share, "F2"), Report.Text(extra, "F0"), goals];
    }

    private static string Met(bool isMet) => isMet ? "met" : "not met";
}
