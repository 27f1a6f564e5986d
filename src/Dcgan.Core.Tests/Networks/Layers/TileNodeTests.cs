using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class TileNodeTests
{
    [Fact]
    public void An_exception_in_a_backward_pass_reaches_the_caller()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor leaf = torch.ones(2, 3).requires_grad_();
        torch.Tensor output = FailingNode.Apply(leaf.square()).sum();

        Action pass = () => BackwardPass.Run(() => output.backward());

        pass.Should().Throw<InvalidTimeZoneException>().WithMessage("on purpose");
        BackwardPass.Run(() => leaf.sum().backward());
        leaf.grad!.data<float>().Should().AllBeEquivalentTo(1f, "the next pass is not affected");
    }

    private sealed class FailingNode : TileNode<FailingNode>
    {
        protected override int Arguments => 1;

        internal static torch.Tensor Apply(torch.Tensor value) => apply(value);

        protected override torch.Tensor Forward(torch.autograd.AutogradContext context, object[] arguments) => ((torch.Tensor)arguments[0]).clone();

        protected override void Backward(torch.autograd.AutogradContext context, torch.Tensor gradient, torch.Tensor?[] gradients) =>
            throw new InvalidTimeZoneException("on purpose");
    }
}
