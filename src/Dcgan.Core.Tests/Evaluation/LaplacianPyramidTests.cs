using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class LaplacianPyramidTests
{
    [Theory]
    [InlineData(64, 64, 3)]
    [InlineData(33, 47, 2)]
    [InlineData(16, 99, 1)]
    [InlineData(9, 9, 1)]
    public void Adding_the_levels_restores_the_images(int height, int width, int levels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Features.Images(2, 3, height, width, seed: 1).to(torch.float64);
        LaplacianPyramid.Levels(height, width, 16).Should().Be(levels);

        List<torch.Tensor> pyramid = LaplacianPyramid.Build(images, levels);

        torch.Tensor rebuilt = pyramid[^1];
        foreach (torch.Tensor level in Enumerable.Reverse(pyramid).Skip(1))
        {
            rebuilt = level + LaplacianPyramid.Upsample(rebuilt, level.shape[2], level.shape[3]);
        }

        pyramid.Should().HaveCount(levels);
        (rebuilt - images).abs().max().item<double>().Should().BeLessThan(1e-14);
    }

    [Fact]
    public void A_constant_image_has_no_details_and_keeps_its_value()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        List<torch.Tensor> pyramid = LaplacianPyramid.Build(torch.full([1, 1, 32, 34], 0.7, torch.float64), 2);

        pyramid[0].abs().max().item<double>().Should().BeLessThan(1e-15);
        pyramid[1].shape.Should().Equal(1, 1, 16, 17);
        (pyramid[1] - 0.7).abs().max().item<double>().Should().BeLessThan(1e-15);
    }

    [Fact]
    public void Downsampling_is_the_binomial_mean_around_every_second_pixel()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Features.Images(1, 1, 16, 16, seed: 2).to(torch.float64);
        double[] taps = [1, 4, 6, 4, 1];
        double expected = 0;
        for (int y = -2; y <= 2; y++)
        {
            for (int x = -2; x <= 2; x++)
            {
                // The rows above row 0 are the reflection of the rows below it.
                expected += taps[y + 2] * taps[x + 2] / 256 * images[0, 0, Math.Abs(y), 6 + x].item<double>();
            }
        }

        LaplacianPyramid.Downsample(images)[0, 0, 0, 3].item<double>().Should().BeApproximately(expected, 1e-15);
    }
}
