using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class ColorJitterTests
{
    private static readonly double[] Brightness = [0.3, -0.5, 0];
    private static readonly double[] Saturation = [0, 1.7, 1];
    private static readonly double[] Contrast = [0.6, 1.4, 1];

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Brightness_then_saturation_then_contrast_each_by_the_images_own_amount(int channels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(3, channels, 4, 6);

        torch.Tensor jittered = ColorJitter.Apply(images, torch.tensor(Brightness), torch.tensor(Saturation), torch.tensor(Contrast));

        double[][][][] expected = Pictures.Values(images);
        for (int n = 0; n < 3; n++)
        {
            OneAfterTheOther(expected, n);
        }

        Pictures.Distance(jittered, Pictures.Of(images.shape, (n, c, y, x) => expected[n][c][y][x])).Should().BeLessThan(1e-14);
    }

    [Fact]
    public void Numbers_are_spread_over_DiffAugments_ranges_and_a_spared_image_stays_exactly_as_it_is()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(3, 3, 4, 6);
        torch.Tensor numbers = torch.tensor([0.25, 0.9, 0.5, 0.75, 0, 0.2, 0, 0.5, 0.1], [3, 3]);

        torch.Tensor jittered = ColorJitter.Random(images, numbers, torch.tensor([false, false, true]));

        torch.Tensor expected = ColorJitter.Apply(
            images, torch.tensor([-0.25, 0.4, 0]), torch.tensor([1.5, 0, 1]), torch.tensor([0.5, 1, 1]));
        Pictures.Distance(jittered, expected).Should().BeLessThan(1e-15);
        Pictures.Distance(jittered[2], images[2]).Should().Be(0);
    }

    private static void OneAfterTheOther(double[][][][] image, int n)
    {
        (int channels, int height, int width) = (image[n].Length, image[n][0].Length, image[n][0][0].Length);
        double mean = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double gray = Enumerable.Range(0, channels).Average(c => image[n][c][y][x]) + Brightness[n];
                for (int c = 0; c < channels; c++)
                {
                    image[n][c][y][x] = gray + ((image[n][c][y][x] + Brightness[n] - gray) * Saturation[n]);
                    mean += image[n][c][y][x] / (channels * height * width);
                }
            }
        }

        for (int place = 0; place < channels * height * width; place++)
        {
            (int c, int y, int x) = (place / (height * width), place / width % height, place % width);
            image[n][c][y][x] = mean + ((image[n][c][y][x] - mean) * Contrast[n]);
        }
    }
}
