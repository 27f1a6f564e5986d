using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>Turns a loader error into a message that says what is missing and how to fix it.</summary>
internal static class NativeBackendAdvice
{
    private const string LibtorchVersion = "2.10.0";

    private static readonly string[] SupportedSystems = ["linux-x64", "win-x64", "osx-arm64"];

    /// <summary>Returns the advice for a loader error on this system.</summary>
    internal static string For(string loaderMessage) => For(loaderMessage, System());

    /// <summary>
    /// Returns the advice for a loader error on the system with the given runtime identifier, such as linux-x64.
    /// </summary>
    internal static string For(string loaderMessage, string system)
    {
        if (!SupportedSystems.Contains(system))
        {
            return $"TorchSharp has no native libraries for {system}: it supports {string.Join(", ", SupportedSystems)}.";
        }

        if (loaderMessage.Contains("GLIBCXX_", StringComparison.Ordinal))
        {
            return "TorchSharp's native library needs a newer C++ runtime (libstdc++ of GCC 13, GLIBCXX_3.4.32) than this "
                + "system has. Set <DcganPatchTorchSharp>true</DcganPatchTorchSharp> in the application's project file and "
                + "rebuild, or run on Debian 13, Ubuntu 24.04 or later.";
        }

        return $"TorchSharp's native libraries are not in the application's folder. Add the package libtorch-cpu-{system} "
            + $"{LibtorchVersion} (or TorchSharp-cpu; for an NVIDIA GPU TorchSharp-cuda-linux or TorchSharp-cuda-windows) to "
            + $"the application's project. The loader reports: {MainLine(loaderMessage)}";
    }

    private static string System()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl() ? "linux-musl" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            Architecture other => other.ToString(),
        };
        return $"{system}-{architecture}";
    }

    private static bool IsMusl() =>
        RuntimeInformation.RuntimeIdentifier is var identifier
        && (identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal));

    /// <summary>Finds the line that names the missing file. .NET's message begins with general advice.</summary>
    private static string MainLine(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(lines, line => line.Contains("cannot open", StringComparison.Ordinal)) ?? lines.FirstOrDefault("nothing");
    }
}
