using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Describes the machine and the software that the numbers were measured on.</summary>
internal static class Machine
{
    /// <summary>Load per processor above which other work on the machine distorts the numbers.</summary>
    private const double BusyShare = 0.25;

    /// <summary>Instruction sets that affect the speed of the benchmarks.</summary>
    private static readonly string[] Instructions = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"];

    internal static string Describe()
    {
        string memory = string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F0} GB");
        string[] words = ProcessorField("flags").Split(' ');
        string instructions = string.Join(", ", Instructions.Where(words.Contains));
        return string.Join(", ", ((string[])
        [
            $"{Environment.ProcessorCount} cores",
            ProcessorField("model name"),
            instructions,
            memory,
            RuntimeInformation.OSDescription,
        ]).Where(part => part.Length > 0));
    }

    internal static string Software() =>
        $"{RuntimeInformation.FrameworkDescription}, TorchSharp {VersionOf(typeof(torch))}, ONNX Runtime {VersionOf(typeof(InferenceSession))}";

    private static string? VersionOf(Type type) => type.Assembly.GetName().Version?.ToString(3);

    /// <summary>Warns on standard error if other programs use the machine.</summary>
    internal static void WarnIfBusy()
    {
        if (LoadAverage() is double load && load > Environment.ProcessorCount * BusyShare)
        {
            string busy = load.ToString("F1", CultureInfo.InvariantCulture);
            Console.Error.WriteLine($"The machine is busy (load average {busy}): other programs will distort the measurements.");
        }
    }

    /// <summary>Number of runnable threads, averaged over the last minute; null if the system does not report it.</summary>
    private static double? LoadAverage()
    {
        const string Source = "/proc/loadavg";
        return File.Exists(Source) ? double.Parse(File.ReadAllText(Source).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The value of a field in /proc/cpuinfo; empty on systems other than Linux.</summary>
    private static string ProcessorField(string field)
    {
        const string Source = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(Source) ? File.ReadLines(Source) : [];
        string? line = lines.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "";
    }
}
