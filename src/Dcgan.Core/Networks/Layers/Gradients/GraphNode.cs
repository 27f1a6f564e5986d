using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The base of the nodes in the graph of autograd that are written in C#.</summary>
/// <remarks>
/// TorchSharp calls <see cref="backward"/> from native code, where an exception would end the process, and does not dispose what the
/// method returns. <see cref="BackwardPass"/> takes care of both. What a node saves lives as long as the graph: libtorch cannot ask
/// nodes of C# to release it during the pass.
/// </remarks>
/// <typeparam name="TSelf">The node.</typeparam>
internal abstract class GraphNode<TSelf> : autograd.SingleTensorFunction<TSelf>
    where TSelf : GraphNode<TSelf>, new()
{
    public sealed override string Name => typeof(TSelf).Name;

    /// <summary>Number of arguments of <see cref="Forward"/>.</summary>
    protected abstract int Arguments { get; }

    /// <summary>Number of arguments that are tensors. They come first.</summary>
    protected abstract int Tensors { get; }

    public sealed override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        BackwardPass.DisposeLast();
        ctx.set_materialize_grads(false);
        return Forward(ctx, vars);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every exception must be kept from native code; BackwardPass throws it later.")]
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradients = new Tensor?[Arguments];
        BackwardPass.DisposeLast();
        try
        {
            if (grad_output is { IsInvalid: false })
            {
                Backward(ctx, grad_output, gradients);
            }
        }
        catch (Exception exception)
        {
            BackwardPass.Fail(exception, gradients.AsSpan(0, Tensors));
        }

        BackwardPass.Keep(gradients);
        if (!Array.Exists(gradients, gradient => ReferenceEquals(gradient, grad_output)))
        {
            grad_output?.Dispose();
        }

        return [.. gradients.Select(one => one!)];
    }

    /// <summary>Computes the output, without gradients, and keeps what <see cref="Backward"/> needs in the context.</summary>
    protected abstract Tensor Forward(autograd.AutogradContext context, object[] arguments);

    /// <summary>Computes the gradient of each argument that needs one.</summary>
    /// <param name="context">The context of <see cref="Forward"/>.</param>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="gradients">Receives the gradients, in the order of the arguments.</param>
    protected abstract void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients);
}
