using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class EpochShuffleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void An_epoch_visits_every_image_once(int count) =>
        EpochShuffle.Indices(seed: 1, epoch: 1, count).Order().Should().Equal(Enumerable.Range(0, count));

    [Fact]
    public void The_same_seed_and_epoch_give_the_same_order() =>
        EpochShuffle.Indices(seed: 5, epoch: 3, 100).Should().Equal(EpochShuffle.Indices(seed: 5, epoch: 3, 100));

    [Fact]
    public void Epochs_and_seeds_differ_in_their_order()
    {
        int[] order = EpochShuffle.Indices(seed: 5, epoch: 3, 100);

        order.Should().NotEqual(EpochShuffle.Indices(seed: 5, epoch: 4, 100));
        order.Should().NotEqual(EpochShuffle.Indices(seed: 6, epoch: 3, 100));
    }

    [Fact]
    public void Every_place_is_as_likely_as_any_other()
    {
        const int Epochs = 6000;
        int[] first = new int[6];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            first[EpochShuffle.Indices(seed: 1, epoch, first.Length)[0]]++;
        }

        first.Should().OnlyContain(times => times > 850 && times < 1150);
    }

    [Fact]
    public void The_order_is_a_contract() =>
        EpochShuffle.Indices(seed: 1, epoch: 2, 10).Should().Equal(9, 0, 1, 8, 3, 4, 5, 7, 6, 2);

    [Fact]
    public void Says_what_is_wrong_with_its_arguments()
    {
        FluentActions.Invoking(() => EpochShuffle.Indices(1, -1, 5)).Should().Throw<ArgumentException>().WithMessage("epoch: must be at least 0 but was -1.*");
        FluentActions.Invoking(() => EpochShuffle.Indices(1, 0, -5)).Should().Throw<ArgumentException>().WithMessage("count: must be at least 0 but was -5.*");
    }
}
