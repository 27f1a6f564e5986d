using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void An_evaluator_gives_back_all_and_keeps_nothing_of_what_it_refuses()
    {
        using torch.Tensor real = Features.Images(12, 3, 16, 16, seed: 1);
        using torch.Tensor generated = Features.Images(10, 3, 16, 16, seed: 2);
        using torch.Tensor poisoned = torch.full([2, 3, 16, 16], double.NaN);
        var options = new EvaluationOptions { SimilarityImages = 8, SlicedWasserstein = new() { PatchesPerImage = 4, Projections = 8 } };
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using var evaluator = new Evaluator(images => images.square(), options);
                evaluator.AddReal(real);
                for (int epoch = 0; epoch < 2; epoch++)
                {
                    evaluator.AddGenerated(generated);
                    evaluator.Invoking(it => it.AddGenerated(poisoned)).Should().Throw<ArgumentException>();
                    evaluator.Measure();
                    evaluator.ClearGenerated();
                }
            },
            repetitions: 10);
    }

    [Fact]
    public void Measures_leave_what_they_return()
    {
        using torch.Tensor rows = Features.Normal(30, 4, seed: 3);
        using torch.Tensor others = Features.Normal(20, 4, seed: 4);
        using torch.Tensor images = Features.Images(4, 1, 24, 24, seed: 5);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                KernelDistance.OverSubsets(rows, others, subsets: 3, size: 10);
                Manifold.Measure(rows, others);
                StructuralSimilarity.MultiScale(images, images).Dispose();
                StructuralSimilarity.Diversity(images, 5);
                NearestNeighbours.Of(others, [rows, others], 3).Dispose();
                FluentActions.Invoking(() => NearestNeighbours.Of(others, [rows], 31)).Should().Throw<ArgumentException>();
                using var statistics = new FeatureStatistics();
                statistics.Add(rows);
                statistics.Add(others);
                statistics.Covariance().Dispose();
                FrechetDistance.Between(statistics, statistics);
            },
            repetitions: 20);
    }
}
