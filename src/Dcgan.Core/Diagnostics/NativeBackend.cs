using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Dcgan.Core;

/// <summary>
/// Loads libtorch up front. TorchSharp left to itself answers every failure with the same guess, a missing package, and
/// copies half a gigabyte into the application's folder before it does.
/// </summary>
public static class NativeBackend
{
    private static readonly Lazy<NativeBackendException?> Failure = new(TryLoad);

    /// <summary>
    /// Makes sure that TorchSharp's native libraries are loaded. Every network calls it first; a host that touches
    /// <see cref="torch"/> before it builds a network should call it itself. Costs nothing after the first time.
    /// </summary>
    /// <exception cref="NativeBackendException">They cannot be loaded; the message says what is missing and the mend.</exception>
    public static void EnsureLoaded()
    {
        if (Failure.Value is { } failure)
        {
            throw new NativeBackendException(failure.Message, failure.InnerException!);
        }
    }

    /// <summary>For a module's base call, which is the first thing native that a constructor does.</summary>
    internal static string EnsureLoadedFor(string module)
    {
        EnsureLoaded();
        return module;
    }

    private static NativeBackendException? TryLoad()
    {
        try
        {
            Assembly torchSharp = typeof(torch).Assembly;
            if (!IsRestoredByNotebook(torchSharp))
            {
                // The same two loads, in the same order, as TorchSharp's own; the first may fail (static builds).
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

    /// <summary>In notebooks and scripts TorchSharp.dll lies in the package cache, and it alone knows how to gather its natives.</summary>
    private static bool IsRestoredByNotebook(Assembly torchSharp)
    {
        string? folder = Path.GetDirectoryName(torchSharp.Location);
        return folder is not null && Directory.Exists(Path.Combine(folder, "..", "..", "runtimes"));
    }
}
