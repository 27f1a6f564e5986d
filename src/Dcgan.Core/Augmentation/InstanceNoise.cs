using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Noise that makes real and generated images overlap where they do not by themselves; less of it from step to step.</summary>
internal static class InstanceNoise
{
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="noise">Of the same shape, of any type and on any device.</param>
    internal static Tensor Apply(Tensor images, Tensor noise)
    {
        using DisposeScope scope = NewDisposeScope();
        return images.add(noise.to(images.dtype, images.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The standard deviation in a step: from the first one's to 0 in a straight line, or the first one's always.</summary>
    internal static double Deviation(double initial, long steps, long step) =>
        steps == 0 ? initial : initial * Math.Max(0, 1 - ((double)step / steps));
}
