using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    /// <summary>From this share of its processors on, other work on the machine is seen in the numbers.</summary>
    private const double BusyShare = 0.25;

    /// <summary>Of the instructions that decide about speed here, those that this processor may have.</summary>
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

    /// <summary>Says on standard error that other programs run here, where they do.</summary>
    internal static void WarnIfBusy()
    {
        if (LoadAverage() is double load && load > Environment.ProcessorCount * BusyShare)
        {
            string busy = load.ToString("F1", CultureInfo.InvariantCulture);
            Console.Error.WriteLine($"The machine is busy (load average {busy}): what is measured now is its other work too.");
        }
    }

    /// <summary>Threads that wanted to run, on average over the last minute; null where the system does not say.</summary>
    private static double? LoadAverage()
    {
        const string Source = "/proc/loadavg";
        return File.Exists(Source) ? double.Parse(File.ReadAllText(Source).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Linux says it here; elsewhere the processor stays unnamed.</summary>
    private static string ProcessorField(string field)
    {
        const string Source = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(Source) ? File.ReadLines(Source) : [];
        string? line = lines.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "";
    }
}
