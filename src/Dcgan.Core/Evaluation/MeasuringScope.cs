using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// The context of a measurement: a separate dispose scope, with gradients and inference mode disabled. Tensors that outlive the
/// scope are therefore ordinary tensors, regardless of the mode of the calling thread.
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
