using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Normal noise that makes the distributions of real and generated images overlap. The noise decays over the steps.
/// </summary>
internal static class InstanceNoise
{
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="noise">[N, C, H, W], of any type and on any device.</param>
    internal static Tensor Apply(Tensor images, Tensor noise)
    {
        using DisposeScope scope = NewDisposeScope();
        return images.Add(noise.to(images.dtype, images.device)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The standard deviation at a step: decays linearly from the initial value to 0, or is constant if <paramref name="steps"/>
    /// is 0.
    /// </summary>
    internal static double Deviation(double initial, long steps, long step) =>
        steps == 0 ? initial : initial * Math.Max(0, 1 - ((double)step / steps));
}
