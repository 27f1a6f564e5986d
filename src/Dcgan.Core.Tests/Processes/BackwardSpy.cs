using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace Dcgan.Core.Tests.Processes;

/// <summary>Calls an action in a backward pass. TorchSharp has one node for all graphs, so its action is that of the thread.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "TorchSharp constructs it.")]
internal sealed class BackwardSpy : GraphNode<BackwardSpy>
{
    [ThreadStatic]
    private static Action? action;

    protected override int Arguments => 1;

    protected override int Tensors => 1;

    /// <summary>Calls an action whenever a backward pass of this thread comes to the generated images.</summary>
    internal static void Call(Generator generator, Action whenever)
    {
        action = whenever;
        generator.register_forward_hook((_, _, images) => apply(images));
    }

    protected override torch.Tensor Forward(torch.autograd.AutogradContext context, object[] arguments) =>
        ((torch.Tensor)arguments[0]).alias();

    protected override void Backward(torch.autograd.AutogradContext context, torch.Tensor gradient, torch.Tensor?[] gradients)
    {
        action!();
        gradients[0] = gradient.alias();
    }
}
