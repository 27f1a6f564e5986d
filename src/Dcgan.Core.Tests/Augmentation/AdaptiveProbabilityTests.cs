using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class AdaptiveProbabilityTests
{
    private static readonly AugmentationOptions Adaptive = AugmentationOptions.DiffAugment with
    {
        AdaptiveTarget = 0.6,
        AdaptiveImages = 1000,
        Probability = 0.5,
    };

    [Fact]
    public void Four_batches_above_the_target_raise_it_by_their_share_of_the_images()
    {
        using var augmentation = new Augmentation(Adaptive);

        for (int batch = 0; batch < 3; batch++)
        {
            augmentation.Observe(1, 10);
            augmentation.Probability.Should().Be(0);
            Signal(augmentation).Should().Be(0);
        }

        augmentation.Observe(0, 20);

        // (1 + 1 + 1) * 10 / 50 = 0.6, which is not above the target: the probability does not change.
        Signal(augmentation).Should().BeApproximately(0.6, 1e-15);
        augmentation.Probability.Should().Be(0);

        Observe(augmentation, 0.7, batches: 8);

        Signal(augmentation).Should().BeApproximately(0.7, 1e-15);
        augmentation.Probability.Should().BeApproximately(0.08, 1e-15);
    }

    [Fact]
    public void It_falls_as_fast_below_the_target()
    {
        using var augmentation = new Augmentation(Adaptive);
        Observe(augmentation, 1, batches: 16);

        Observe(augmentation, -0.2, batches: 12);

        augmentation.Probability.Should().BeApproximately(0.04, 1e-15);
    }

    [Fact]
    public void It_stays_between_0_and_the_highest_that_is_allowed()
    {
        using var augmentation = new Augmentation(Adaptive);

        Observe(augmentation, -1, batches: 4);
        augmentation.Probability.Should().Be(0);

        Observe(augmentation, 1, batches: 100);
        augmentation.Probability.Should().Be(0.5);
    }

    [Fact]
    public void A_fixed_one_only_tells_the_signal()
    {
        using var augmentation = new Augmentation(AugmentationOptions.DiffAugment with { Probability = 0.3 });

        Observe(augmentation, 0.9, batches: 4);

        Signal(augmentation).Should().BeApproximately(0.9, 1e-15);
        augmentation.Probability.Should().Be(0.3);
    }

    [Theory]
    [InlineData(1.1, 4, "meanSignOfRealScores: must be in [-1, 1] but was 1.1.*")]
    [InlineData(double.NaN, 4, "meanSignOfRealScores: must be in [-1, 1] but was NaN.*")]
    [InlineData(0.5, 0, "images: must be at least 1 but was 0.*")]
    public void What_cannot_be_observed_is_refused(double sign, long images, string message)
    {
        using var augmentation = new Augmentation(Adaptive);

        augmentation.Invoking(it => it.Observe(sign, images)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_state_that_cannot_have_come_about_is_no_state()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var augmentation = new Augmentation(Adaptive);
        double[][] states =
        [
            [0.6, 0, 0, 0, 0], // above the maximum
            [double.NaN, 0, 0, 0, 0],
            [0, 2, 0, 0, 0],
            [0, 0, 0, -1, 1],
            [0, 0, 0, 4, 4],
        ];

        foreach (double[] state in states)
        {
            StateEntry entry = augmentation.StateEntries().Single(entry => entry.Name == "augmentation.adaptive");

            entry.Fault!(entry.Value!).Should().BeNull();
            entry.Fault!(torch.tensor(state)).Should().Be("this is not the state of an adaptive probability.");
        }
    }

    private static double Signal(Augmentation augmentation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return augmentation.StateEntries().Single(entry => entry.Name == "augmentation.adaptive").Value![1].item<double>();
    }

    private static void Observe(Augmentation augmentation, double sign, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            augmentation.Observe(sign, 10);
        }
    }
}
