using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public class PanelProductTests
{
    /// <summary>Unit roundoff of float32.</summary>
    private const double Epsilon = 1.0 / (1 << 24);

    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(7, 5, 32)]
    [InlineData(8, 300, 64)]
    [InlineData(21, 33, 96)]
    public void Products_are_those_of_the_matrices(int count, int depth, int columns)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Factors(count, depth, seed: 1);
        torch.Tensor second = Factors(depth, columns, seed: 2);

        torch.Tensor product = PanelProduct.Multiply(first, PanelProduct.ToPanels(second));

        ShouldBeTheProduct(product, first, second);
    }

    [Fact]
    public void The_first_factors_may_be_transposed()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Factors(33, 21, seed: 1).transpose(1, 2);
        torch.Tensor second = Factors(33, 64, seed: 2);

        torch.Tensor product = PanelProduct.Multiply(first, PanelProduct.ToPanels(second));

        ShouldBeTheProduct(product, first, second);
    }

    [Fact]
    public void Products_are_added_to_a_sum()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Factors(21, 33, seed: 1);
        torch.Tensor second = Factors(33, 64, seed: 2);
        torch.Tensor sum = PanelProduct.Multiply(first, PanelProduct.ToPanels(second));

        PanelProduct.Multiply(first, PanelProduct.ToPanels(second), sum, adds: true);

        sum.Equals(PanelProduct.Multiply(first * 2, PanelProduct.ToPanels(second))).Should().BeTrue("to double a number is exact");
    }

    /// <summary>An image of a frozen generator must not depend on the other images of its batch.</summary>
    [Fact]
    public void The_number_of_rows_does_not_change_a_bit()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Factors(21, 33, seed: 1);
        torch.Tensor second = PanelProduct.ToPanels(Factors(33, 64, seed: 2));
        torch.Tensor all = PanelProduct.Multiply(first, second);

        foreach (int row in (int[])[0, 9, 20])
        {
            PanelProduct.Multiply(first.narrow(1, row, 1), second).Equals(all.narrow(1, row, 1)).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(3, 16, 32, 4, 6)]
    [InlineData(1, 33, 64, 2, 2)]
    public void Minimal_filtering_is_the_same_in_panels(int count, int small, int large, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([count, small, height, width], seed: 1).to(torch.float32);
        torch.Tensor kernel = MinimalFiltering.OfKernel(Tiny.Normal([small, large, 5, 5], seed: 2).to(torch.float32));
        torch.Tensor expected = MinimalFiltering.Up(maps, kernel);

        torch.Tensor result = MinimalFiltering.UpInPanels(maps, PanelProduct.ToPanels(kernel));

        double largest = expected.abs().max().item<float>();
        (result - expected).abs().max().item<float>().Should().BeLessThan((float)(200 * Epsilon * largest));
    }

    [Fact]
    public void Factors_that_do_not_fit_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor panels = PanelProduct.ToPanels(Factors(33, 64, seed: 2));

        FluentActions.Invoking(() => PanelProduct.Multiply(Factors(21, 32, seed: 1), panels)).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => PanelProduct.Multiply(Factors(21, 33, seed: 1).to(torch.float64), panels)).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => PanelProduct.Multiply(Factors(21, 33, seed: 1), panels, Factors(20, 64, seed: 3), adds: true)).Should().Throw<NotSupportedException>();
    }

    [Theory]
    [InlineData(3, 32, 64, 5, 9)]
    [InlineData(9, 64, 32, 4, 4)]
    [InlineData(330, 32, 32, 12, 12)] // The images are cut into parts.
    [InlineData(2, 512, 256, 4, 4)] // The kernel is cut into slices.
    public void Convolutions_of_tiles_are_the_same_in_panels(int count, int small, int large, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor smaller = Tiny.Normal([count, small, height, width], seed: 1).to(torch.float32);
        torch.Tensor larger = Tiny.Normal([count, large, 2 * height, 2 * width], seed: 2).to(torch.float32);
        torch.Tensor kernel = Tiny.Normal([small, large, 5, 5], seed: 3).to(torch.float32);

        ShouldBeEqualInBatches(way => TileConvolution.Up(smaller, kernel, way));
        ShouldBeEqualInBatches(way => TileConvolution.Down(larger, kernel, way));
        ShouldBeEqualInBatches(way => TileConvolution.KernelGradient(smaller, larger, way));
    }

    /// <summary>Both ways round the same transforms; their sums differ by a few roundings of the largest result.</summary>
    private static void ShouldBeEqualInBatches(Func<TileProducts, torch.Tensor> compute)
    {
        torch.Tensor panels = compute(TileProducts.Panels);
        torch.Tensor batches = compute(TileProducts.Batch);

        double largest = batches.abs().max().item<float>();
        (panels - batches).abs().max().item<float>().Should().BeLessThan((float)(200 * Epsilon * largest));
    }

    /// <summary>A sum of k products in any order is within k roundings of the sum of their absolute values.</summary>
    private static void ShouldBeTheProduct(torch.Tensor product, torch.Tensor first, torch.Tensor second)
    {
        torch.Tensor bound = first.abs().to(torch.float64).bmm(second.abs().to(torch.float64)) * (Epsilon * first.shape[2]);
        torch.Tensor exact = first.to(torch.float64).bmm(second.to(torch.float64));

        product.shape.Should().Equal(exact.shape);
        ((product.to(torch.float64) - exact).abs() <= bound).all().item<bool>().Should().BeTrue();
    }

    private static torch.Tensor Factors(int rows, int columns, long seed) => Tiny.Normal([TileGrid.Products, rows, columns], seed).to(torch.float32);
}
