using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Dcgan.Core;

/// <summary>
/// Loads and configures libtorch, the native library of TorchSharp. If TorchSharp instead loads libtorch on first use, it reports
/// every failure as a missing package, after copying half a gigabyte to the application's folder.
/// </summary>
public static class NativeBackend
{
    private static readonly Lazy<NativeBackendException?> Failure = new(TryLoad);

    /// <summary>
    /// Loads TorchSharp's native libraries if they are not yet loaded. All networks call this method first; call it yourself
    /// before you use <see cref="torch"/> without a network. Repeated calls cost nothing.
    /// </summary>
    /// <remarks>
    /// On Linux, the method first sets <c>GOMP_SPINCOUNT</c> in the native environment, unless it or <c>OMP_WAIT_POLICY</c> is
    /// set, so that libtorch's waiting threads soon sleep and leave their cores to other programs. This has no effect if libtorch
    /// is already loaded.
    /// </remarks>
    /// <exception cref="NativeBackendException">
    /// The libraries cannot be loaded. The message says what is missing and how to fix it.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (Failure.Value is { } failure)
        {
            throw new NativeBackendException(failure.Message, failure.InnerException!);
        }
    }

    /// <summary>
    /// Sets the process to keep freed native memory instead of returning it to the operating system. Otherwise glibc returns each
    /// block above 32 MB at once, and the system must zero each page of the next block. This takes about a tenth of the time of
    /// a training step of the reference's networks.
    /// </summary>
    /// <remarks>
    /// The setting applies to the whole process and cannot be undone, so the library never changes it automatically. Call this
    /// method once at the start of a program that mainly trains or samples. The memory of the process then stays at its peak. The
    /// call is equivalent to the environment variables <c>MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=-1</c>. It does not load
    /// libtorch.
    /// </remarks>
    /// <returns>
    /// Whether the setting took effect: true on Linux with glibc; false elsewhere, where the call does nothing.
    /// </returns>
    public static bool KeepMemory() => NativeAllocator.KeepFreedMemory();

    /// <summary>
    /// Loads the native libraries and returns the module's name: an argument for the constructor of a module's base class, which
    /// is the first native call of a module.
    /// </summary>
    internal static string EnsureLoadedFor(string module)
    {
        EnsureLoaded();
        return module;
    }

    private static NativeBackendException? TryLoad()
    {
        try
        {
            WaitingThreads.SleepSoon();
            Assembly torchSharp = typeof(torch).Assembly;
            if (!IsRestoredByNotebook(torchSharp))
            {
                // The loads of TorchSharp itself, in its order. The first one may fail: static builds have no such library.
                _ = NativeLibrary.TryLoad("torch_cpu", torchSharp, null, out _);
                _ = NativeLibrary.Load("LibTorchSharp", torchSharp, null);
            }

            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or NotSupportedException
                                      or EntryPointNotFoundException or TypeInitializationException)
        {
            return new NativeBackendException(NativeBackendAdvice.For(error.Message), error);
        }
    }

    /// <summary>
    /// Whether TorchSharp.dll is in the package cache, as in notebooks and scripts. In that case, only TorchSharp itself can
    /// collect its native libraries.
    /// </summary>
    [UnconditionalSuppressMessage(
        "SingleFile", "IL3000", Justification = "The empty location in a single file gives the right answer: it is not a notebook.")]
    private static bool IsRestoredByNotebook(Assembly torchSharp)
    {
        string? folder = Path.GetDirectoryName(torchSharp.Location);
        return folder is not null && Directory.Exists(Path.Combine(folder, "..", "..", "runtimes"));
    }
}
