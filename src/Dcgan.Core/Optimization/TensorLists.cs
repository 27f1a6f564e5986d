using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// libtorch's operators over whole lists of tensors, which TorchSharp does not bind. Each takes one native call instead of one
/// call per tensor. The operators are called from TorchScript text, which can call every operator.
/// </summary>
internal static class TensorLists
{
    // dtype 6 is float32. The Adam kernel reads all its tensors as plain memory: a gradient whose strides differ from its
    // parameter's strides would update the wrong weights. Such a gradient is first copied to the parameter's layout.
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

        def blend_(targets: List[Tensor], others: List[Tensor], share: float) -> Tensor:
            torch._foreach_lerp_(targets, others, share)
            return targets[0]

        def copy_(targets: List[Tensor], sources: List[Tensor]) -> Tensor:
            torch._foreach_copy_(targets, sources)
            return targets[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>
    /// Takes one Adam step for all parameters, in place. Allocates no memory if gradients have their parameters' strides.
    /// </summary>
    internal static void Adam(
        Tensor[] parameters,
        Tensor[] gradients,
        Tensor[] averages,
        Tensor[] squares,
        Tensor[] largestSquares,
        in AdamScalars scalars)
    {
        // Variables keep these objects alive until the call has returned: TorchSharp passes only their native addresses.
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

    /// <summary>Computes the Euclidean norm of all tensors together: a scalar, NaN or infinite if any element is.</summary>
    internal static Tensor Norm(Tensor[] tensors) => (Tensor)Compiled.Value.invoke("norm", [tensors]);

    /// <summary>Moves each target toward its counterpart by a fraction of their difference, in place.</summary>
    internal static void Blend(Tensor[] targets, Tensor[] others, double share)
    {
        using Scalar part = share.ToScalar();
        ((Tensor)Compiled.Value.invoke("blend_", targets, others, part)).Dispose();
    }

    /// <summary>Copies each source to its target, in place. Does nothing if the lists are empty.</summary>
    internal static void Copy(IReadOnlyCollection<Tensor> targets, IReadOnlyCollection<Tensor> sources)
    {
        if (targets.Count > 0)
        {
            ((Tensor)Compiled.Value.invoke("copy_", targets.ToArray(), sources.ToArray())).Dispose();
        }
    }
}
