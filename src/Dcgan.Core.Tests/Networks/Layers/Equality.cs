using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Compares two formulations of one function: in float64, values and gradients may differ only by rounding.</summary>
internal static class Equality
{
    private const double Rounding = 1e-12;

    internal static void ShouldHold(torch.Tensor actual, torch.Tensor expected, IList<torch.Tensor> leaves, torch.Tensor upstream)
    {
        ShouldEqual(actual, expected);
        IList<torch.Tensor> expectedGradients = torch.autograd.grad([expected], leaves, [upstream], retain_graph: true);
        IList<torch.Tensor> actualGradients = torch.autograd.grad([actual], leaves, [upstream]);
        foreach ((torch.Tensor one, torch.Tensor other) in actualGradients.Zip(expectedGradients))
        {
            ShouldEqual(one, other);
        }
    }

    /// <summary>A leaf with the same values in float64.</summary>
    internal static torch.Tensor Exact(torch.Tensor value) => value.detach().to(torch.float64).requires_grad_();

    /// <summary>Root mean square of the error, divided by that of the exact values.</summary>
    internal static double RelativeError(torch.Tensor value, torch.Tensor exact) =>
        ((value.to(torch.float64) - exact).square().mean() / exact.square().mean()).sqrt().item<double>();

    private static void ShouldEqual(torch.Tensor actual, torch.Tensor expected)
    {
        actual.shape.Should().Equal(expected.shape);
        (actual - expected).abs().max().item<double>().Should().BeLessThan(Rounding * expected.abs().max().item<double>());
    }
}
