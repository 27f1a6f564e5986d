using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization with fixed statistics as a scale and a shift per channel, which can be folded into the weights of the
/// preceding layer.
/// </summary>
/// <param name="scale">[C].</param>
/// <param name="shift">[C].</param>
internal readonly struct FoldedNormalization(Tensor scale, Tensor shift)
{
    internal Tensor Scale { get; } = scale;

    internal Tensor Shift { get; } = shift;
}
