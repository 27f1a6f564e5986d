using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Backward passes of the library's own, which native code calls: an exception that left one would end the process. It is
/// kept instead, the pass goes on without these gradients, and whoever asked for the pass throws it afterwards.
/// </summary>
internal static class GuardedBackward
{
    [ThreadStatic]
    private static ExceptionDispatchInfo? Kept;

    /// <summary>Computes two gradients, or none where that fails.</summary>
    internal static List<Tensor> Run(Func<List<Tensor>> gradients)
    {
        try
        {
            return gradients();
        }
#pragma warning disable CA1031 // whatever it is, it must not reach native code, and it is thrown later
        catch (Exception error)
#pragma warning restore CA1031
        {
            Kept ??= ExceptionDispatchInfo.Capture(error);
            return [null!, null!];
        }
    }

    /// <summary>Throws what went wrong on this thread since the last call.</summary>
    internal static void ThrowIfFailed()
    {
        ExceptionDispatchInfo? failure = Kept;
        Kept = null;
        failure?.Throw();
    }
}
