using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Dcgan.Benchmarks;

/// <summary>Measures the face service's memory and its answers to honest clients while other clients read nothing.</summary>
internal static class AttackPart
{
    private const int DefaultAttackers = 320;
    private const int DefaultSeconds = 60;
    private const int LargeLatent = 100;

    internal static Command Create(RunOptionsReader reader)
    {
        Option<int> clients = RunOptionsReader.Positive("--clients", "Number of clients that read nothing.", DefaultAttackers);
        Option<int> seconds = RunOptionsReader.Positive("--seconds", "Duration of each attack in seconds.", DefaultSeconds);
        var source = new Option<string>("--from")
        {
            Description = "IPv4 address that the attackers connect from. Honest clients connect from 127.0.0.1.",
            DefaultValueFactory = _ => "127.0.0.2",
        };
        var service = new Option<string?>("--service") { Description = "FaceService.dll of another build, for a comparison." };
        var command = new Command("attack", "Attacks the face service with clients that ask for large grids and read nothing.")
        {
            clients, seconds, source, service,
        };
        reader.SetAction(command, (_, parse) => Run(
            parse.GetValue(clients),
            TimeSpan.FromSeconds(parse.GetValue(seconds)),
            IPAddress.Parse(parse.GetValue(source)!),
            parse.GetValue(service)));
        return command;
    }

    private static void Run(int clients, TimeSpan time, IPAddress source, string? assembly)
    {
        Machine.WarnIfBusy();
        using var folder = new ScratchFolder(new DirectoryInfo(Path.GetTempPath()));
        string large = folder["faces-256.onnx"];
        ExportLarge(large);
        AttackReading[] readings = [Attack("included, 64x64"), Attack("untrained, 256x256", "--model", large)];

        Report.WriteMachine();
        string seconds = time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        Report.WriteLine($"Each attack lasts {seconds} s. Attackers and honest clients run on the machine of the service.");
        Report.WriteLine("");
        WriteTable(readings);

        AttackReading Attack(string title, params string[] args)
        {
            using ServiceProcess service = ServiceProcess.Start(assembly, args);
            return SlowReaderAttack.Run(service, title, clients, source, time);
        }
    }

    /// <summary>Exports an untrained generator of 256x256 images. Its pictures are noise, which PNG does not compress.</summary>
    private static void ExportLarge(string file)
    {
        using var generator = new Generator(new GeneratorOptions { LatentSize = LargeLatent, Depths = [32, 16, 16, 8, 8, 4] });
        generator.ExportOnnx(file);
    }

    private static void WriteTable(IReadOnlyList<AttackReading> readings) => Report.WriteTable(
        [
            "model", "attackers", "MB before", "MB peak", "sends begun", "sends dropped", "refused",
            "honest: pictures", "p50 s", "p99 s", "max s", "refused tries", "failed",
        ],
        readings.Select(reading => (string[])
        [
            reading.Model,
            Report.Text(reading.Attackers, "F0"),
            Report.Text(reading.MegabytesBefore, "F0"),
            Report.Text(reading.MegabytesPeak, "F0"),
            Report.Text(reading.Begun, "F0"),
            Report.Text(reading.Dropped, "F0"),
            Report.Text(reading.Refused, "F0"),
            Report.Text(reading.Answers.Count, "F0"),
            Quantile(reading.Answers, 0.5),
            Quantile(reading.Answers, 0.99),
            Quantile(reading.Answers, 1),
            Report.Text(reading.HonestRefused, "F0"),
            Report.Text(reading.HonestFailed, "F0"),
        ]));

    private static string Quantile(IReadOnlyList<double> ascending, double share) => ascending.Count == 0
        ? ""
        : Report.Text(ascending[(int)Math.Min(ascending.Count - 1, Math.Floor(share * ascending.Count))], "F2");
}
