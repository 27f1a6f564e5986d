using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A backward pass through nodes that are written in C#.</summary>
internal static class BackwardPass
{
    [ThreadStatic]
    private static Tensor?[]? Last;

    [ThreadStatic]
    private static Exception? Failure;

    /// <summary>Runs a backward pass.</summary>
    /// <exception cref="Exception">The exception of a node, or libtorch's.</exception>
    internal static void Run(Action pass) => _ = Run(() =>
    {
        pass();
        return true;
    });

    /// <inheritdoc cref="Run(Action)"/>
    internal static TResult Run<TResult>(Func<TResult> pass)
    {
        Failure = null;
        try
        {
            TResult result = pass();
            ThrowFailure(); // libtorch ignores a gradient that nobody needs, also if it is of a wrong shape.
            return result;
        }
        catch (ExternalException)
        {
            ThrowFailure();
            throw;
        }
        finally
        {
            DisposeLast();
        }
    }

    /// <summary>
    /// Keeps the gradients that a node returns to native code until the next call. Then native code has its own references; without
    /// the call, the gradients of all layers would stay until the end of the step.
    /// </summary>
    internal static void Keep(Tensor?[] gradients) => Last = gradients;

    internal static void DisposeLast()
    {
        foreach (Tensor? gradient in Last ?? [])
        {
            gradient?.Dispose();
        }

        Last = null;
    }

    /// <summary>
    /// Stores the exception of a node, for <see cref="Run"/> to throw, and replaces the gradients by one of a wrong shape, which makes
    /// libtorch end the pass with an exception.
    /// </summary>
    internal static void Fail(Exception exception, Span<Tensor?> gradients)
    {
        Failure = exception;
        foreach (ref Tensor? gradient in gradients)
        {
            gradient?.Dispose();
            gradient = empty(0);
        }
    }

    private static void ThrowFailure()
    {
        if (Failure is { } cause)
        {
            Failure = null;
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
