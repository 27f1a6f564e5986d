using System.CommandLine;
using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures the face service under load, compared with the same work without HTTP.</summary>
internal static class ServicePart
{
    private const int ManyForEachCore = 8;

    internal static Command Create(RunOptionsReader reader)
    {
        Option<int> seconds = RunOptionsReader.Positive("--seconds", "Duration of each load in seconds.", 3);
        var command = new Command("service", "Measures the face service under load, compared with the same work without HTTP.") { seconds };
        reader.SetAction(command, (options, parse) => Run(options, TimeSpan.FromSeconds(parse.GetValue(seconds))));
        return command;
    }

    private static void Run(RunOptions options, TimeSpan time)
    {
        Machine.WarnIfBusy();
        int cores = Environment.ProcessorCount;
        List<LoadReading> readings = Measure(time, cores);

        Report.WriteMachine();
        string seconds = time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        Report.WriteLine($"Each load runs for {seconds} s. The service draws {cores} pictures at once, and the load comes from the same machine.");
        Report.WriteLine("");
        ServiceTable.Write(readings);
        ResultFile.Write([.. readings.Select(reading => reading.ToEntry())], options);
    }

    /// <summary>
    /// Runs all loads of a kind consecutively, so that a slowdown of the machine affects both the service and the bare loop.
    /// </summary>
    private static List<LoadReading> Measure(TimeSpan time, int cores)
    {
        using ServiceProcess service = ServiceProcess.Start();
        using var model = new BareModel();
        var readings = new List<LoadReading>();
        foreach (RequestKind kind in RequestKind.All)
        {
            int[] threads = kind.Faces > 0 ? [1, cores] : [];
            readings.AddRange(threads.Distinct().Select(count => Said(model.Run(kind, count, time))));
            foreach (int connections in new[] { 1, cores, ManyForEachCore * cores }.Distinct())
            {
                using var load = new HttpLoad(service.Address, connections);
                readings.Add(Said(load.Run(kind, time)));
            }
        }

        return readings;
    }

    private static LoadReading Said(LoadReading reading)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reading.Contender.Title}, {reading.Kind.Title}, {reading.Clients} at once: {reading.RequestsPerSecond:F0}/s"));
        return reading;
    }
}
