using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Copies of what a pass changes about networks by itself, such as running statistics, from before it: the one thing that a
/// step changes before it knows that its numbers are finite.
/// </summary>
internal sealed class PassState(params Module[] networks)
{
    private readonly IPassState[] layers = [.. networks.SelectMany(network => network.modules()).OfType<IPassState>()];

    private IEnumerable<Tensor> State => layers.SelectMany(layer => layer.PassState);

    /// <summary>Copies it into the current dispose scope.</summary>
    internal Tensor[] Copy()
    {
        using IDisposable noGradients = no_grad();
        return [.. State.Select(tensor => tensor.clone())];
    }

    internal void Restore(Tensor[] copies)
    {
        using IDisposable noGradients = no_grad();
        foreach ((Tensor tensor, Tensor copy) in State.Zip(copies))
        {
            _ = tensor.copy_(copy);
        }
    }
}
