using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Operators of libtorch over whole lists of tensors, which TorchSharp does not bind. TorchScript text reaches every
/// operator there is.
/// </summary>
internal static class FusedOperations
{
    // dtype 6 is float32. The kernel takes all its tensors by their bare memory, so a gradient laid out in another order than
    // its parameter would be added to the wrong weights: such a gradient is copied into its parameter's order first.
    private const string Script = """
        def in_order_of(params: List[Tensor], grads: List[Tensor]) -> List[Tensor]:
            ordered: List[Tensor] = []
            for p, g in zip(params, grads):
                if g.stride() == p.stride():
                    ordered.append(g)
                else:
                    ordered.append(torch.empty_like(p).copy_(g))
            return ordered

        def adam_(params: List[Tensor], grads: List[Tensor], averages: List[Tensor], squares: List[Tensor],
                  largest_squares: List[Tensor], step: float, lr: float, beta1: float, beta2: float, decay: float,
                  epsilon: float, amsgrad: bool, maximize: bool) -> Tensor:
            count = torch.full([], step, dtype=6, device=params[0].device)
            steps = [count for _ in range(len(params))]
            torch._fused_adam_(params, in_order_of(params, grads), averages, squares, largest_squares, steps, lr=lr,
                               beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=amsgrad, maximize=maximize)
            return count

        def norm(tensors: List[Tensor]) -> Tensor:
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors)))

        def blend_(kept: List[Tensor], others: List[Tensor], share: float) -> Tensor:
            torch._foreach_lerp_(kept, others, share)
            return kept[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>One step of Adam for all of a list's parameters at once, in place.</summary>
    internal static void Adam(
        Tensor[] parameters,
        Tensor[] gradients,
        Tensor[] averages,
        Tensor[] squares,
        Tensor[] largestSquares,
        in AdamScalars scalars)
    {
        // Held by name until the call is over: TorchSharp passes on only their native addresses.
        using Scalar step = scalars.Step.ToScalar();
        using Scalar learningRate = scalars.LearningRate.ToScalar();
        using Scalar beta1 = scalars.Beta1.ToScalar();
        using Scalar beta2 = scalars.Beta2.ToScalar();
        using Scalar decay = scalars.WeightDecay.ToScalar();
        using Scalar epsilon = scalars.Epsilon.ToScalar();
        ((Tensor)Compiled.Value.invoke(
            "adam_",
            parameters, gradients, averages, squares, largestSquares,
            step, learningRate, beta1, beta2, decay, epsilon, largestSquares.Length > 0, scalars.Maximize)).Dispose();
    }

    /// <summary>Euclidean length of all the tensors together; a scalar, not finite where any element is not.</summary>
    internal static Tensor Norm(Tensor[] tensors) => (Tensor)Compiled.Value.invoke("norm", [tensors]);

    /// <summary>Moves each tensor by a share of the way towards its counterpart, in place.</summary>
    internal static void Blend(Tensor[] kept, Tensor[] others, double share)
    {
        using Scalar part = share.ToScalar();
        ((Tensor)Compiled.Value.invoke("blend_", kept, others, part)).Dispose();
    }
}
