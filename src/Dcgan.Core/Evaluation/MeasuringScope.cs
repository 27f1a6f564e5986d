using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// What a measure computes in: no gradients, every tensor made in it given back at its end, and ordinary tensors whatever mode
/// the calling thread is in, so that what outlives it can be used like any other.
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
}
