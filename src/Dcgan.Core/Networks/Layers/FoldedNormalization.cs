using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization with fixed statistics as one factor and one addend per channel, which the layer before it can fold into
/// its weights.
/// </summary>
/// <param name="scale">[C].</param>
/// <param name="shift">[C].</param>
internal readonly struct FoldedNormalization(Tensor scale, Tensor shift)
{
    internal Tensor Scale { get; } = scale;

    internal Tensor Shift { get; } = shift;
}
