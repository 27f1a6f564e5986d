using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void An_evaluator_disposes_all_its_tensors_and_keeps_nothing_of_rejected_images()
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
    public void Adding_images_that_is_canceled_or_whose_callback_throws_leaves_no_tensors()
    {
        using torch.Tensor images = Features.Images(130, 1, 32, 32, seed: 6);
        var options = new EvaluationOptions { SimilarityImages = 8, SlicedWasserstein = new() { PatchesPerImage = 4, Projections = 8 } };
        using var evaluator = new Evaluator(parts => parts.flatten(1).narrow(1, 0, 9), options);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                for (int reports = 1; reports <= 3; reports++)
                {
                    using var cancellation = new CancellationTokenSource();
                    int seen = 0;
                    var canceling = new RecordedProgress(_ => CancelAt(reports, ++seen, cancellation));
                    if (reports < 3)
                    {
                        evaluator.Invoking(it => it.AddReal(images, canceling, cancellation.Token)).Should().Throw<OperationCanceledException>();
                    }

                    int seenAgain = 0;
                    var throwing = new RecordedProgress(_ => ThrowAt(reports, ++seenAgain));
                    evaluator.Invoking(it => it.AddReal(images, throwing)).Should().Throw<InvalidOperationException>().WithMessage("reported");
                }

                evaluator.RealCount.Should().Be(0);
            },
            repetitions: 5);
    }

    [Fact]
    public void A_measurement_that_is_canceled_or_whose_callback_throws_leaves_no_tensors()
    {
        using torch.Tensor real = Features.Images(12, 1, 32, 32, seed: 6);
        using torch.Tensor generated = Features.Images(10, 1, 32, 32, seed: 7);
        var options = new EvaluationOptions { SimilarityImages = 8, SlicedWasserstein = new() { PatchesPerImage = 4, Projections = 8 } };
        using var evaluator = new Evaluator(images => images.flatten(1).narrow(1, 0, 9), options);
        evaluator.AddReal(real);
        evaluator.AddGenerated(generated);
        evaluator.Measure(); // Caches the similarity of the real images: every later measurement then has the same steps.
        var all = new RecordedProgress();
        evaluator.Measure(all);

        LiveTensors.ShouldStayFlat(
            () =>
            {
                foreach (double last in all.Values.SkipLast(1))
                {
                    using var cancellation = new CancellationTokenSource();
                    var canceling = new RecordedProgress(value => Cancel(value == last, cancellation));
                    evaluator.Invoking(it => it.Measure(canceling, cancellation.Token))
                        .Should().Throw<OperationCanceledException>();
                    var throwing = new RecordedProgress(value => Throw(value == last));
                    evaluator.Invoking(it => it.Measure(throwing)).Should().Throw<InvalidOperationException>();
                }
            },
            repetitions: 3);
    }

    [Fact]
    public void Measures_leave_only_the_tensors_that_they_return()
    {
        using torch.Tensor rows = Features.Normal(30, 4, seed: 3);
        using torch.Tensor others = Features.Normal(20, 4, seed: 4);
        using torch.Tensor images = Features.Images(4, 1, 24, 24, seed: 5);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                KernelDistance.MeasureSubsets(rows, others, subsets: 3, size: 10);
                Manifold.Measure(rows, others);
                StructuralSimilarity.Measure(images, images).Dispose();
                StructuralSimilarity.MeasureDiversity(images, 5);
                NearestNeighbors.Find(others, [rows, others], 3).Dispose();
                FluentActions.Invoking(() => NearestNeighbors.Find(others, [rows], 31)).Should().Throw<ArgumentException>();
                using var statistics = new FeatureStatistics();
                statistics.Add(rows);
                statistics.Add(others);
                statistics.Covariance().Dispose();
                FrechetDistance.Measure(statistics, statistics);
            },
            repetitions: 20);
    }

    private static void Cancel(bool now, CancellationTokenSource cancellation)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }

    private static void Throw(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException();
        }
    }

    private static void CancelAt(int report, int seen, CancellationTokenSource cancellation)
    {
        if (seen == report)
        {
            cancellation.Cancel();
        }
    }

    private static void ThrowAt(int report, int seen)
    {
        if (seen == report)
        {
            throw new InvalidOperationException("reported");
        }
    }
}
