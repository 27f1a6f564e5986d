using System.Globalization;
using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>
/// Configures how the threads that libtorch computes with wait for each other. By default, libgomp's waiting threads spin for
/// milliseconds before they sleep. If another program wants the same cores, each of a step's hundreds of barriers then costs
/// milliseconds.
/// </summary>
internal static partial class WaitingThreads
{
    /// <summary>
    /// Rounds that a waiting thread spins before it sleeps: long enough for the work between two barriers on an idle machine
    /// (docs/speed.md has measurements).
    /// </summary>
    private const int SpinCount = 3000;

    /// <summary>
    /// Lets waiting threads sleep soon, unless the user has set GOMP_SPINCOUNT or OMP_WAIT_POLICY. libgomp reads both when it is
    /// loaded, from the native environment, which <see cref="Environment.SetEnvironmentVariable(string, string?)"/> does not change.
    /// </summary>
    internal static void SleepSoon()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", SpinCount.ToString(CultureInfo.InvariantCulture), overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
