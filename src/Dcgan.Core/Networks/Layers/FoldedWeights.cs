using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Weight and bias of a layer for inference. If a normalization is folded in, they are computed in at least float32, because
/// bfloat16 parameters would be rounded a second time. Otherwise, they are the layer's parameters.
/// </summary>
/// <param name="weight">Weight, in the shape of the layer's weight.</param>
/// <param name="bias">Bias, in the shape of the layer's bias; null if there is neither a bias nor a folded normalization.</param>
internal readonly struct FoldedWeights(Tensor weight, Tensor? bias)
{
    internal Tensor Weight { get; } = weight;

    internal Tensor? Bias { get; } = bias;
}
