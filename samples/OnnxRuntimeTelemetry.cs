using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Dcgan.Samples;

/// <summary>
/// The usage reports that ONNX Runtime sends to its maker. From version 1.29 on, it writes an identifier of the machine to the user's
/// cache folder, and sends reports on each model, unless a variable in the environment says otherwise.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    /// <summary>1 for no reports. A user who wants them sets it to 0.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns the reports off. Call it before anything else of ONNX Runtime, which reads the variable once.</summary>
    public static void TurnOff()
    {
        if (OperatingSystem.IsWindows())
        {
            OrtEnv.Instance().DisableTelemetryEvents(); // There they are events for the system, which no variable stops.
        }
        else
        {
            _ = SetVariable(Variable, "1", overwrite: 0); // .NET's own method does not change what native code sees.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
