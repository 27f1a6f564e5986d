using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>A <see cref="Projection"/> for inference: a linear layer and ReLU.</summary>
/// <param name="weight">[depth·h·w, Z].</param>
/// <param name="bias">[depth·h·w].</param>
/// <param name="depth">Number of output channels.</param>
/// <param name="size">Size of the output maps, h x w pixels.</param>
internal sealed class FrozenProjection(Tensor weight, Tensor bias, int depth, SpatialSize size) : IFrozenLayer
{
    public IReadOnlyList<Tensor> Tensors => [weight, bias];

    public Tensor Apply(Tensor input, ClassModulation? modulation)
    {
        Tensor maps = functional.linear(input, weight, bias).view(-1, size.Height, size.Width, depth).permute(0, 3, 1, 2);
        return ClassModulation.Apply(modulation, maps).relu_();
    }
}
