using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Reports;

/// <summary>The machine and the libraries that a run computes with.</summary>
internal static class Machine
{
    /// <summary>The version of Dcgan.Core, without the hash of its commit.</summary>
    public static string LibraryVersion => VersionOf(typeof(DcganTrainer).Assembly);

    /// <summary>Each property with its value.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe() =>
    [
        ("CPU", Processor()),
        ("Logical cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("Threads that compute", torch.get_num_threads().ToString(CultureInfo.InvariantCulture)),
        ("Memory for this process", FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB")),
        ("Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        (".NET", Environment.Version.ToString()),
        ("Dcgan.Core", LibraryVersion),
        ("TorchSharp", VersionOf(typeof(torch).Assembly)),
        ("libtorch", torch.__version__),
    ];

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? name = OperatingSystem.IsLinux() && File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER"); // Set by Windows.
        return name is { Length: > 0 } ? $"{name} ({RuntimeInformation.ProcessArchitecture})" : RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
