using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Dcgan.Samples;

/// <summary>
/// The telemetry of ONNX Runtime. From version 1.29 on, it is on by default: it writes an identifier of the machine to the user's cache
/// folder and reports the use of each model to Microsoft.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    /// <summary>1 for no telemetry. A user who wants it sets 0.</summary>
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private static bool IsWanted => Environment.GetEnvironmentVariable(Variable) == "0";

    /// <summary>
    /// Turns telemetry off, except on Windows. Call it first in the program: ONNX Runtime reads the variable once, and no other thread
    /// should read the environment meanwhile.
    /// </summary>
    public static void TurnOff()
    {
        if (!OperatingSystem.IsWindows() && !IsWanted)
        {
            _ = SetVariable(Variable, "1", overwrite: 1); // .NET's own method does not change what native code sees.
        }
    }

    /// <summary>Turns telemetry off on Windows, where it consists of events that the variable does not stop. Loads ONNX Runtime.</summary>
    public static void TurnOffEvents()
    {
        if (OperatingSystem.IsWindows() && !IsWanted)
        {
            OrtEnv.Instance().DisableTelemetryEvents();
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
