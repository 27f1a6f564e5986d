using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class RandomTranslationTests
{
    [Fact]
    public void Each_image_moves_by_its_own_pixels_and_0_comes_in()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(6, 3, 4, 6);
        long[] down = [0, 1, -2, 3, 4, -9];
        long[] right = [0, -1, 2, -5, 0, 9];

        torch.Tensor moved = RandomTranslation.Apply(images, torch.tensor(down), torch.tensor(right));

        double[][][][] values = Pictures.Values(images);
        torch.Tensor expected = Pictures.Of(images.shape, (n, c, y, x) =>
        {
            (long fromY, long fromX) = (y - down[n], x - right[n]);
            return fromY is >= 0 and < 4 && fromX is >= 0 and < 6 ? values[n][c][fromY][fromX] : 0;
        });
        Pictures.Distance(moved, expected).Should().Be(0);
    }

    [Fact]
    public void Numbers_reach_an_eighth_of_each_side_both_ways_and_a_spared_image_stays_where_it_is()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Pictures.Random(4, 2, 16, 32);
        double last = Math.BitDecrement(1);
        torch.Tensor numbers = torch.tensor([0, last, 0.5, 0, 0, last, 0.5, 0], [2, 4]);

        torch.Tensor moved = RandomTranslation.Random(images, numbers, torch.tensor([false, false, false, true]));

        torch.Tensor expected = RandomTranslation.Apply(images, torch.tensor([-2L, 2, 0, 0]), torch.tensor([-4L, 4, 0, 0]));
        Pictures.Distance(moved, expected).Should().Be(0);
    }

    [Fact]
    public void Every_distance_is_as_likely()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor numbers = ((torch.arange(50, torch.float64) + 0.5) / 50).expand(2, 50);
        torch.Tensor columns = torch.arange(1.0, 17.0, torch.float64).view(1, 1, 1, 16).expand(50, 1, 16, 16);

        // At most two pixels in either direction: five shifts, so the ninth column shows one of the numbers 7 to 11.
        torch.Tensor moved = RandomTranslation.Random(columns, numbers, torch.zeros(50, torch.@bool));

        double[] shown = moved.select(3, 8).select(2, 8).flatten().data<double>().ToArray();
        shown.GroupBy(value => value).Select(group => group.Count()).Should().Equal(10, 10, 10, 10, 10);
        shown.Should().OnlyContain(value => value >= 7 && value <= 11);
    }
}
