using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>A <see cref="Projection"/> for inference: a linear layer and ReLU.</summary>
/// <param name="weight">[depth·s·s, Z].</param>
/// <param name="bias">[depth·s·s].</param>
/// <param name="depth">Number of output channels.</param>
/// <param name="side">Side s of the output maps, in pixels.</param>
internal sealed class FrozenProjection(Tensor weight, Tensor bias, int depth, int side) : IFrozenLayer
{
    public IReadOnlyList<Tensor> Tensors => [weight, bias];

    public Tensor Apply(Tensor input) =>
        functional.linear(input, weight, bias).view(-1, side, side, depth).permute(0, 3, 1, 2).relu_();
}
