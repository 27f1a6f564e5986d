using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Penalties on the norm of a score's gradient: means over images, scalars with a graph to the judge's weights.</summary>
internal static class SlopePenalty
{
    /// <summary>½E[‖∇D‖²], R1 at real and R2 at generated images (Mescheder et al., 2018), without its weight.</summary>
    internal static Tensor TowardZero(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return (ImageGradient.Of(judge, images).square().sum([1]).mean() / 2).MoveToOuterDisposeScope();
    }

    /// <summary>E[(‖∇D‖ - 1)²] (Gulrajani et al., 2017), without its weight.</summary>
    internal static Tensor TowardOne(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();

        // The norm is not differentiable at 0; libtorch's backward pass returns 0 there, that of a square root NaN.
        Tensor lengths = linalg.vector_norm(ImageGradient.Of(judge, images), 2, [1]);
        return (lengths - 1).square().mean().MoveToOuterDisposeScope();
    }
}
