using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>Turns a loader error into a message that says what is missing and how to fix it.</summary>
internal static class NativeBackendAdvice
{
    private const string LibtorchVersion = "2.10.0";

    private static readonly string[] SupportedSystems = ["linux-x64", "win-x64", "win-arm64", "osx-arm64"];

    /// <summary>Returns the advice for a loader error on this system.</summary>
    internal static string For(string loaderMessage) => For(loaderMessage, System(), BuildPatches());

    /// <summary>
    /// Whether the program's build patches TorchSharp's native library; null if the build does not have the targets that do it,
    /// which state this in the program's runtimeconfig.json.
    /// </summary>
    internal static bool? BuildPatches() => AppContext.TryGetSwitch("Dcgan.Core.PatchTorchSharp", out bool patches) ? patches : null;

    /// <summary>
    /// Returns the advice for a loader error on the system with the given runtime identifier, such as linux-x64, in a program
    /// whose build has the given <see cref="BuildPatches"/>.
    /// </summary>
    internal static string For(string loaderMessage, string system, bool? buildPatches)
    {
        if (!SupportedSystems.Contains(system))
        {
            return $"TorchSharp has no native libraries for {system}: it supports {string.Join(", ", SupportedSystems)}.";
        }

        if (loaderMessage.Contains("GLIBCXX_", StringComparison.Ordinal))
        {
            return "TorchSharp's native library needs a newer C++ runtime (libstdc++ of GCC 13, GLIBCXX_3.4.32) than this "
                + $"system has. {HowToPatch(buildPatches)} and rebuild, or run on Debian 13, Ubuntu 24.04 or later.";
        }

        return $"TorchSharp's native libraries are not in the application's folder. Add the package libtorch-cpu-{system} "
            + $"{LibtorchVersion} (or TorchSharp-cpu; for an NVIDIA GPU TorchSharp-cuda-linux or TorchSharp-cuda-windows) to "
            + $"the application's project. The loader reports: {MainLine(loaderMessage)}";
    }

    private static string HowToPatch(bool? buildPatches) => buildPatches switch
    {
        null => "The application's build does not import Dcgan.Core's targets, which patch the library; a project reference does not "
            + "bring them. Add <Import Project=\"PATH-OF-THE-CLONE/src/Dcgan.Core/buildTransitive/Dcgan.Core.targets\" /> to the "
            + "application's project file (for a file-based program, to a Directory.Build.targets in its folder), set "
            + "<DcganPatchTorchSharp>true</DcganPatchTorchSharp>",
        false => "Set <DcganPatchTorchSharp>true</DcganPatchTorchSharp> in the application's project file",
        true => "DcganPatchTorchSharp is set, but the library that was loaded is not the patched one. Delete the application's bin "
            + "and obj folders",
    };

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
