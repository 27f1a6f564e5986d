using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// The context in which a measure computes: without gradients, outside of inference mode, in its own dispose scope. Tensors that
/// outlive the scope are therefore ordinary tensors, whatever mode the calling thread is in.
/// </summary>
internal sealed class MeasuringScope : IDisposable
{
    private readonly IDisposable ordinary = inference_mode(false);
    private readonly IDisposable noGradients = no_grad();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        noGradients.Dispose();
        ordinary.Dispose();
    }

    /// <summary>Computes a tensor in a measuring scope.</summary>
    /// <param name="compute">Returns a new tensor.</param>
    /// <returns>The tensor, outside of every dispose scope; the caller disposes it.</returns>
    internal static Tensor Compute(Func<Tensor> compute)
    {
        using var measuring = new MeasuringScope();
        return compute().DetachFromDisposeScope();
    }
}
