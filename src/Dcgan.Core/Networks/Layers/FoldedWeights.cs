using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Weight and bias of a layer for inference. Where a normalization is folded in they are computed in at least float32, since
/// a network with bfloat16 parameters would round a second time; otherwise they are the layer's parameters.
/// </summary>
/// <param name="weight">In the shape of the layer's weight.</param>
/// <param name="bias">In the shape of the layer's bias; null where neither a bias nor a folded normalization exists.</param>
internal readonly struct FoldedWeights(Tensor weight, Tensor? bias)
{
    internal Tensor Weight { get; } = weight;

    internal Tensor? Bias { get; } = bias;
}
