using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>
/// The library's own products and transforms do not depend on the number of threads. The number belongs to the process: other tests,
/// which compare bits, must not run meanwhile.
/// </summary>
[Collection(nameof(SetsThreads))]
public sealed class ThreadCountTests : IDisposable
{
    private readonly int threads = torch.get_num_threads();

    public void Dispose() => torch.set_num_threads(threads);

    [Fact]
    public void Products_of_panels_have_the_same_bits()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Tiny.Normal([TileGrid.Products, 21, 33], seed: 1).to(torch.float32);
        torch.Tensor second = PanelProduct.ToPanels(Tiny.Normal([TileGrid.Products, 33, 96], seed: 2).to(torch.float32));

        ShouldNotDependOnThreads(() => PanelProduct.Multiply(first, second));
    }

    [Fact]
    public void Transforms_of_tiles_have_the_same_bits()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([5, 16, 6, 5], seed: 1).to(torch.float32);
        var grid = TileGrid.OfSmaller(maps, 16);
        torch.Tensor pixels = maps.permute(0, 2, 3, 1).contiguous();

        ShouldNotDependOnThreads(() => SmallerTiles.Of(pixels, grid, grid.AllImages, grid.AllSmall));
    }

    [Fact]
    public void Normalized_maps_and_their_gradients_have_the_same_bits()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([32, 16, 16, 16], seed: 1).to(torch.bfloat16);
        torch.Tensor upstream = Tiny.Normal([32, 16, 16, 16], seed: 2).to(torch.bfloat16);
        var pass = new NormalizationPass([20, 12], slope: 0.2);

        ShouldNotDependOnThreads(() => pass.Forward(maps, torch.ones(16), torch.zeros(16)));
        ShouldNotDependOnThreads(() => pass.Gradients(maps, upstream).Maps);
        ShouldNotDependOnThreads(() => pass.Gradients(maps, upstream).Weight);
    }

    private static void ShouldNotDependOnThreads(Func<torch.Tensor> compute)
    {
        torch.set_num_threads(1);
        torch.Tensor one = compute();
        torch.set_num_threads(3);
        compute().Equals(one).Should().BeTrue();
    }
}
