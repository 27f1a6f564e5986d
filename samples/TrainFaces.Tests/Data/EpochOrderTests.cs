using FluentAssertions;
using TrainFaces.Data;
using Xunit;

namespace TrainFaces.Tests.Data;

public class EpochOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void An_epoch_visits_every_image_once(int count) =>
        EpochOrder.Shuffle(seed: 1, epoch: 1, count).Order().Should().Equal(Enumerable.Range(0, count).Select(index => (long)index));

    [Fact]
    public void The_same_seed_and_epoch_give_the_same_order() =>
        EpochOrder.Shuffle(seed: 5, epoch: 3, 100).Should().Equal(EpochOrder.Shuffle(seed: 5, epoch: 3, 100));

    [Fact]
    public void Epochs_and_seeds_differ_in_their_order()
    {
        long[] order = EpochOrder.Shuffle(seed: 5, epoch: 3, 100);

        order.Should().NotEqual(EpochOrder.Shuffle(seed: 5, epoch: 4, 100));
        order.Should().NotEqual(EpochOrder.Shuffle(seed: 6, epoch: 3, 100));
    }

    [Fact]
    public void Every_place_is_as_likely_as_any_other()
    {
        const int Epochs = 6000;
        int[] first = new int[6];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            first[EpochOrder.Shuffle(seed: 1, epoch, first.Length)[0]]++;
        }

        first.Should().OnlyContain(times => times > 850 && times < 1150);
    }
}
