using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class SlicedWassersteinDistanceTests
{
    private static readonly SlicedWassersteinOptions Small = new() { PatchesPerImage = 16, Projections = 40 };

    [Fact]
    public void The_defaults_are_the_papers()
    {
        new SlicedWassersteinOptions().Should().Be(
            new SlicedWassersteinOptions { PatchesPerImage = 128, Projections = 512, SmallestSide = 16 });
    }

    [Fact]
    public void A_set_is_at_no_distance_from_itself_on_any_level()
    {
        using torch.Tensor images = Features.Images(6, 3, 64, 48, seed: 1);

        Measure(images, images).Levels.Should().Equal(0, 0);
    }

    [Fact]
    public void Images_that_the_caller_fails_to_add_elsewhere_are_not_added_on_any_level()
    {
        using torch.Tensor images = Features.Images(6, 3, 64, 48, seed: 1);
        using torch.Tensor smaller = Features.Images(6, 3, 16, 16, seed: 1);
        using var distance = new SlicedWassersteinDistance(Small, seed: 3);
        static void Fail() => throw new InvalidOperationException("elsewhere");

        distance.Invoking(it => it.AddReal(smaller, new MeasuringSteps(6, null, default), addElsewhere: Fail)).Should().Throw<InvalidOperationException>();
        distance.AddReal(images); // Another size has another number of levels.
        distance.AddGenerated(images);
        distance.Invoking(it => it.AddGenerated(images, new MeasuringSteps(6, null, default), addElsewhere: Fail)).Should().Throw<InvalidOperationException>();
        (distance.RealCount, distance.GeneratedCount).Should().Be((6, 6));
        distance.Invoking(it => it.AddReal(images, new MeasuringSteps(6, null, default), addElsewhere: Fail)).Should().Throw<InvalidOperationException>();
        distance.AddReal(images);
        distance.AddGenerated(images);

        distance.Measure().Levels.Should().Equal(0, 0);
    }

    [Fact]
    public void Constant_patches_of_two_values_have_the_distance_in_closed_form()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        // Constant images of one patch. After normalization, half of the first set is at -1 and half at 1; two thirds of the
        // second set are at -√½ and one third at √2. Along a direction whose components sum to c, the distance is |c| times the
        // distance between these two distributions.
        torch.Tensor halves = Flat(0.1, 0.5);
        torch.Tensor thirds = Flat(0.2, 0.2, 0.8);
        var options = new SlicedWassersteinOptions { PatchesPerImage = 3, Projections = 50_000, SmallestSide = 7 };

        SlicedWassersteinMeasures measures = Measure(halves, thirds, options);

        // Quantile functions: -1 up to 1/2, then 1; and -√½ up to 2/3, then √2. For a random unit vector in 49 dimensions, E|c|
        // is 7 Γ(24.5) / (√π Γ(25)).
        double line = (0.5 * (1 - Math.Sqrt(0.5))) + ((1 + Math.Sqrt(0.5)) / 6) + ((Math.Sqrt(2) - 1) / 3);
        double expected = 1000 * line * 7 * GammaRatio() / Math.Sqrt(Math.PI);
        measures.Levels.Should().ContainSingle();

        // The standard deviation of |c| is 3/4 of its mean, so the mean of 50,000 draws has a relative standard error of 0.34 %.
        // The tolerance is 5 times that.
        measures.Mean.Should().BeApproximately(expected, expected * 0.017);
    }

    [Fact]
    public void Blur_raises_the_finest_level_and_more_blur_raises_it_more()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Images(100, 1, 32, 32, seed: 2);
        torch.Tensor alike = Features.Images(100, 1, 32, 32, seed: 3);
        torch.Tensor blurred = torch.nn.functional.avg_pool2d(alike, 3, 1, 1);
        torch.Tensor more = torch.nn.functional.avg_pool2d(blurred, 3, 1, 1);

        var options = new SlicedWassersteinOptions { PatchesPerImage = 128, Projections = 40 };

        double none = Measure(real, alike, options).Levels[0];
        double some = Measure(real, blurred, options).Levels[0];
        some.Should().BeGreaterThan(2 * none);
        Measure(real, more, options).Levels[0].Should().BeGreaterThan(some);
    }

    [Fact]
    public void Batches_of_any_size_give_what_all_images_at_once_do()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Images(9, 1, 32, 32, seed: 4);
        torch.Tensor generated = Features.Images(7, 1, 32, 32, seed: 5);
        using var parts = new SlicedWassersteinDistance(Small, seed: 3);
        foreach (torch.Tensor part in real.split([1, 5, 3]))
        {
            parts.AddReal(part);
        }

        parts.AddGenerated(real);
        parts.ClearGenerated();
        parts.AddGenerated(generated[..4]);
        parts.AddGenerated(generated[4..]);

        parts.RealCount.Should().Be(9);
        parts.GeneratedCount.Should().Be(7);
        SlicedWassersteinMeasures whole = Measure(real, generated);

        // Convolutions with another batch size may round differently in float32.
        parts.Measure().Mean.Should().BeApproximately(whole.Mean, whole.Mean * 1e-4);
        Measure(real, generated).Levels.Should().Equal(whole.Levels);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused_in_one_sentence()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var distance = new SlicedWassersteinDistance(Small);
        distance.Invoking(it => it.Measure()).Should().Throw<InvalidOperationException>()
            .WithMessage("Real and generated images are needed but 0 and 0 were added.");
        distance.Invoking(it => it.AddReal(torch.zeros(2, 3, 6, 16))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected at least 1 channel and sides of at least 7 but was [2, 3, 6, 16].*");
        distance.Invoking(it => it.AddReal(torch.full([2, 3, 16, 16], double.NaN))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected finite values*");
        distance.AddReal(torch.zeros(2, 3, 16, 16));
        distance.Invoking(it => it.AddGenerated(torch.zeros(2, 1, 16, 16))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, 3, 16, 16] but was [2, 1, 16, 16].*");
        distance.AddGenerated(torch.zeros(2, 3, 16, 16));
        distance.Measure().Mean.Should().Be(0, "constant images are equal and must not cause a division by 0");
        FluentActions.Invoking(() => new SlicedWassersteinDistance(Small with { SmallestSide = 6 })).Should().Throw<ArgumentException>()
            .WithMessage("SmallestSide: must be at least 7 but was 6.*");
    }

    private static torch.Tensor Flat(params double[] values) =>
        torch.tensor(values).reshape(-1, 1, 1, 1).expand(-1, 1, 7, 7).contiguous();

    /// <summary>Returns Γ(24.5) / Γ(25), by recursion from Γ(½) = √π and Γ(1) = 1.</summary>
    private static double GammaRatio() =>
        Enumerable.Range(0, 24).Aggregate(Math.Sqrt(Math.PI), (ratio, k) => ratio * (k + 0.5) / (k + 1));

    private static SlicedWassersteinMeasures Measure(
        torch.Tensor real, torch.Tensor generated, SlicedWassersteinOptions? options = null)
    {
        using var distance = new SlicedWassersteinDistance(options ?? Small, seed: 3);
        distance.AddReal(real);
        distance.AddGenerated(generated);
        return distance.Measure();
    }
}
