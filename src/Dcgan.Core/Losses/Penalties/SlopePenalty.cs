using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Penalties on the gradient norm of a score. Each is a mean over images: a scalar with a graph to the judge's weights.
/// </summary>
internal static class SlopePenalty
{
    /// <summary>The unweighted penalty ½E[‖∇D‖²]: R1 at real images, R2 at generated images (Mescheder et al., 2018).</summary>
    internal static Tensor TowardZero(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return ImageGradient.Of(judge, images).Square().sum([1]).mean().Div(2).MoveToOuterDisposeScope();
    }

    /// <summary>The unweighted gradient penalty E[(‖∇D‖ - 1)²] (Gulrajani et al., 2017).</summary>
    internal static Tensor TowardOne(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();

        // The norm is not differentiable at 0. There libtorch's backward pass of the norm returns 0; that of a square root
        // returns NaN.
        Tensor lengths = ImageGradient.Of(judge, images).norm(1);
        return lengths.Sub(1).Square().mean().MoveToOuterDisposeScope();
    }
}
