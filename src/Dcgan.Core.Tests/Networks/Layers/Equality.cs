using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Compares two formulations of one function in float64: values and gradients may differ only by rounding.</summary>
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

    private static void ShouldEqual(torch.Tensor actual, torch.Tensor expected)
    {
        actual.shape.Should().Equal(expected.shape);
        (actual - expected).abs().max().item<double>().Should().BeLessThan(Rounding * expected.abs().max().item<double>());
    }
}
