namespace Dcgan.Benchmarks;

/// <summary>Prints the loads as a table.</summary>
internal static class ServiceTable
{
    private const double Middle = 0.5;
    private const double Nearly = 0.99;

    internal static void Write(IReadOnlyList<LoadReading> readings) => Report.WriteTable(
        ["", "connections", "requests/s", "p50 ms", "p99 ms", "503s", "without HTTP: threads", "pictures/s", "p50 ms", "p99 ms", "service's share"],
        readings.Where(reading => reading.Contender == Contender.Service).Select(reading => (string[])
        [
            reading.Kind.Title,
            Report.Text(reading.Clients, "F0"),
            Report.Text(reading.RequestsPerSecond, "F1"),
            Report.Text(reading.Quantile(Middle) * 1000, "F2"),
            Report.Text(reading.Quantile(Nearly) * 1000, "F2"),
            Report.Text(reading.Refused, "F0"),
            .. OfBare(reading, Beside(reading, readings)),
        ]));

    /// <summary>
    /// The reading without HTTP to compare with. Its number of threads is the number of pictures that the service draws in
    /// parallel, or the number of connections if that is smaller.
    /// </summary>
    private static LoadReading? Beside(LoadReading reading, IReadOnlyList<LoadReading> readings) => readings
        .Where(other => other.Contender == Contender.BareModel && other.Kind == reading.Kind && other.Clients <= reading.Clients)
        .MaxBy(other => other.Clients);

    private static string[] OfBare(LoadReading reading, LoadReading? bare) => bare is null
        ? ["", "", "", "", ""]
        :
        [
            Report.Text(bare.Clients, "F0"),
            Report.Text(bare.RequestsPerSecond, "F1"),
            Report.Text(bare.Quantile(Middle) * 1000, "F2"),
            Report.Text(bare.Quantile(Nearly) * 1000, "F2"),
            Report.Text(reading.RequestsPerSecond / bare.RequestsPerSecond, "F2"),
        ];
}
