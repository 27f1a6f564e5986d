using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly EvaluationOptions Small = new()
    {
        Neighbors = 3,
        SimilarityImages = 20,
        SlicedWasserstein = new() { PatchesPerImage = 8, Projections = 16 },
        Seed = 5,
    };

    [Fact]
    public void It_agrees_with_each_measure_called_directly()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Images(70, 1, 16, 16, seed: 1);
        torch.Tensor generated = Features.Images(40, 1, 16, 16, seed: 2) * 0.8;
        using var evaluator = new Evaluator(Pooled, Small);
        evaluator.AddReal(real);
        evaluator.AddGenerated(generated[..30]);
        evaluator.AddGenerated(generated[30..]);

        EvaluationMeasures measures = evaluator.Measure();

        (torch.Tensor reals, torch.Tensor others) = (Pooled(real).mean([2, 3]), Pooled(generated).mean([2, 3]));
        using var first = new FeatureStatistics();
        using var second = new FeatureStatistics();
        first.Add(reals);
        second.Add(others);
        double frechet = FrechetDistance.Measure(first, second);

        // Other batch sizes may round differently in float32.
        measures.Frechet.Should().BeApproximately(frechet, frechet * 1e-4);
        measures.FrechetOfVariance.Should().BeApproximately(frechet / first.TotalVariance(), 1e-4);
        measures.KernelDistance.Should().BeApproximately(KernelDistance.Measure(reals, others), 1e-6);
        ManifoldMeasures manifold = Manifold.Measure(reals, others, 3);
        (measures.Precision, measures.Recall, measures.Density, measures.Coverage)
            .Should().Be((manifold.Precision, manifold.Recall, manifold.Density, manifold.Coverage));
        measures.MultiScaleSimilarity.Should().Be(StructuralSimilarity.MeasureDiversity(generated[..20], 20, 5));
        measures.RealMultiScaleSimilarity.Should().Be(StructuralSimilarity.MeasureDiversity(real[..20], 20, 5));
        measures.SlicedWasserstein.Should().Be(measures.SlicedWassersteinLevels.Average()).And.BePositive();
        (measures.RealCount, measures.GeneratedCount).Should().Be((70, 40));
    }

    [Fact]
    public void Real_images_serve_many_generated_sets()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Images(30, 3, 16, 16, seed: 3);
        using var evaluator = new Evaluator(images => images.flatten(1), Small);
        evaluator.AddReal(real);
        evaluator.AddGenerated(Features.Images(30, 3, 16, 16, seed: 4));
        EvaluationMeasures once = evaluator.Measure();

        evaluator.ClearGenerated();
        evaluator.GeneratedCount.Should().Be(0);
        evaluator.AddGenerated(real);
        EvaluationMeasures same = evaluator.Measure();
        evaluator.ClearGenerated();
        evaluator.AddGenerated(Features.Images(30, 3, 16, 16, seed: 4));

        evaluator.Measure().Should().BeEquivalentTo(once, options => options.WithStrictOrdering());
        same.SlicedWasserstein.Should().Be(0);
        same.Frechet.Should().BeLessThan(1e-9);
        same.Precision.Should().Be(1);
        same.Coverage.Should().Be(1);
        same.MultiScaleSimilarity.Should().Be(same.RealMultiScaleSimilarity);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Images_and_features_may_have_any_floating_point_type(torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var evaluator = new Evaluator(images => images.flatten(1), Small);
        evaluator.AddReal(Features.Images(10, 2, 9, 17, seed: 5).to(type));
        evaluator.AddGenerated(Features.Images(10, 2, 9, 17, seed: 6).to(type));

        EvaluationMeasures measures = evaluator.Measure();

        double.IsFinite(measures.Frechet + measures.SlicedWasserstein + measures.MultiScaleSimilarity + measures.KernelDistance)
            .Should().BeTrue();
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_added()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var evaluator = new Evaluator(images => images.mean([2, 3]).log(), Small);
        evaluator.Invoking(it => it.AddReal(torch.full([2, 1, 16, 16], -1.0))).Should().Throw<ArgumentException>()
            .WithMessage("features: expected finite values but found NaN or infinity.*");
        evaluator.RealCount.Should().Be(0);
        evaluator.Invoking(it => it.Measure()).Should().Throw<InvalidOperationException>()
            .WithMessage("At least 4 real and 4 generated images are needed but 0 and 0 were added.");
        FluentActions.Invoking(() => new Evaluator(Pooled, Small with { SimilarityImages = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("SimilarityImages: must be at least 2 but was 1.*");
        evaluator.Dispose();
        evaluator.Invoking(it => it.Measure()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Whatever_fails_while_images_are_added_adds_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Features.Images(10, 1, 32, 32, seed: 7);
        torch.Tensor disposed = images * 0.5;
        bool disposes = false;
        using var evaluator = new Evaluator(
            batch =>
            {
                torch.Tensor features = batch.flatten(1).narrow(1, 0, 9).clone();
                if (disposes)
                {
                    disposed.Dispose();
                }

                return features;
            },
            Small);
        evaluator.AddReal(images);
        evaluator.AddGenerated(images[..6]);

        disposes = true;
        evaluator.Invoking(it => it.AddReal(disposed)).Should().Throw<Exception>();
        disposed = images * 0.5;
        evaluator.Invoking(it => it.AddGenerated(disposed)).Should().Throw<Exception>();
        disposes = false;

        (evaluator.RealCount, evaluator.GeneratedCount).Should().Be((10, 6));
        evaluator.AddGenerated(images[6..]);
        EvaluationMeasures measures = evaluator.Measure();
        measures.SlicedWasserstein.Should().Be(0);
        measures.Frechet.Should().BeLessThan(1e-9);
        (measures.Precision, measures.Recall, measures.Coverage).Should().Be((1, 1, 1));
        measures.MultiScaleSimilarity.Should().Be(measures.RealMultiScaleSimilarity);
    }

    [Fact]
    public void A_set_whose_images_cannot_be_copied_keeps_no_features()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var set = new EvaluatedSet(keptImages: 4);
        torch.Tensor images = Features.Images(3, 1, 16, 16, seed: 8);
        torch.Tensor rows = images.flatten(1);
        images.Dispose();

        set.Invoking(it => it.Add(images, rows)).Should().Throw<Exception>();

        set.Statistics.Count.Should().Be(0);
    }

    private static torch.Tensor Pooled(torch.Tensor images) =>
        torch.cat([images, images.square(), images.abs().sqrt()], 1);
}
