using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class RandomCutoutTests
{
    [Fact]
    public void Each_image_has_its_own_hole_cut_off_at_the_edge()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(5, 3, 4, 6);
        long[] top = [0, -1, 3, 4, 1];
        long[] left = [0, 4, -2, 0, 1];

        torch.Tensor cut = RandomCutout.Apply(images, torch.tensor(top), torch.tensor(left), 2, 3);

        double[][][][] values = Pictures.Values(images);
        torch.Tensor expected = Pictures.Of(images.shape, (n, c, y, x) =>
            y >= top[n] && y < top[n] + 2 && x >= left[n] && x < left[n] + 3 ? 0 : values[n][c][y][x]);
        Pictures.Distance(cut, expected).Should().Be(0);
    }

    [Theory]
    [InlineData(8, 6)] // holes of 4 x 3
    [InlineData(2, 5)] // holes of 1 x 3
    public void The_holes_middle_goes_from_edge_to_edge_and_a_spared_image_stays_whole(int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = torch.ones(3, 1, height, width, torch.float64);
        double last = Math.BitDecrement(1);
        torch.Tensor numbers = torch.tensor([0, last, 0.5, 0, last, 0.5], [2, 3]);

        double[][][][] cut = Pictures.Values(RandomCutout.Random(images, numbers, torch.tensor([false, false, true])));

        // A hole of 3 centered on the first pixel has 2 pixels inside the image; a hole of 4 centered on the first edge also has
        // 2.
        (int rows, int columns) = (height == 8 ? 2 : 1, 2);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                cut[0][0][y][x].Should().Be(y < rows && x < columns ? 0 : 1);
                cut[1][0][y][x].Should().Be(y >= height - rows && x >= width - columns ? 0 : 1);
                cut[2][0][y][x].Should().Be(1);
            }
        }
    }
}
