using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The base of the nodes of <see cref="TileFunctions"/> in the graph of autograd.</summary>
/// <remarks>
/// TorchSharp calls <see cref="backward"/> from native code, where an exception would end the process, and does not dispose what the
/// method returns. <see cref="BackwardPass"/> takes care of both.
/// </remarks>
/// <typeparam name="TSelf">The node.</typeparam>
internal abstract class TileNode<TSelf> : autograd.SingleTensorFunction<TSelf>
    where TSelf : TileNode<TSelf>, new()
{
    public sealed override string Name => typeof(TSelf).Name;

    /// <summary>Number of arguments of <see cref="Forward"/>. The first one is a tensor.</summary>
    protected abstract int Arguments { get; }

    public sealed override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        return Forward(ctx, vars);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every exception must be kept from native code; BackwardPass throws it later.")]
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gradients = new Tensor?[Arguments];
        try
        {
            BackwardPass.DisposeLast();
            if (grad_output is { IsInvalid: false })
            {
                Backward(ctx, grad_output, gradients);
                BackwardPass.Keep(gradients);
                if (!gradients.Contains(grad_output))
                {
                    grad_output.Dispose();
                }
            }
        }
        catch (Exception exception)
        {
            Array.Clear(gradients);
            gradients[0] = BackwardPass.Fail(exception);
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
