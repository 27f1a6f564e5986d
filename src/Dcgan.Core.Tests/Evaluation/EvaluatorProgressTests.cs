using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class EvaluatorProgressTests
{
    // Levels of 32x32 and 16x16; each has 2 normalizations and 3 blocks of directions.
    private static readonly EvaluationOptions Small = new()
    {
        Neighbors = 3,
        SimilarityImages = 70,
        SlicedWasserstein = new() { PatchesPerImage = 8, Projections = 70 },
        Seed = 5,
    };

    [Fact]
    public void Progress_ascends_to_one_in_every_measurement()
    {
        using Evaluator evaluator = WithImages();
        for (int i = 0; i < 2; i++)
        {
            var progress = new RecordedProgress();
            evaluator.Measure(progress);

            // Manifold 3, sliced Wasserstein 10, Fréchet 3, kernel 3, similarity 2 per set; the real set is computed only once.
            progress.ShouldAscendToOne(atLeast: 21);
            progress.Values.Zip(progress.Values.Skip(1)).Max(pair => pair.Second - pair.First).Should().BeLessThan(0.1);
        }
    }

    [Fact]
    public void A_measurement_canceled_at_any_step_does_not_change_the_next_one()
    {
        using Evaluator evaluator = WithImages();
        using Evaluator undisturbed = WithImages();
        var all = new RecordedProgress();
        EvaluationMeasures expected = undisturbed.Measure(all);

        foreach (double fraction in all.Values.SkipLast(1))
        {
            using var cancellation = new CancellationTokenSource();
            var progress = new RecordedProgress(value => CancelFrom(fraction, value, cancellation));
            evaluator.Invoking(it => it.Measure(progress, cancellation.Token)).Should().Throw<OperationCanceledException>();
            progress.Values[^1].Should().Be(fraction, "the token is checked before each step");
        }

        evaluator.Measure().Should().Be(expected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Adding_images_reports_every_64_images(bool real)
    {
        using torch.Tensor images = Features.Images(150, 1, 32, 32, seed: 3);
        using Evaluator evaluator = Empty();
        var progress = new RecordedProgress();

        Add(evaluator, real, images, progress, CancellationToken.None);

        progress.Values.Should().Equal(64 / 150.0, 128 / 150.0, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Adding_images_can_be_canceled_at_every_step_and_then_adds_none(bool real)
    {
        using torch.Tensor images = Features.Images(150, 1, 32, 32, seed: 3);
        using Evaluator evaluator = WithImages();
        using Evaluator undisturbed = WithImages();
        foreach (double fraction in new[] { 64 / 150.0, 128 / 150.0 })
        {
            using var cancellation = new CancellationTokenSource();
            var progress = new RecordedProgress(value => CancelFrom(fraction, value, cancellation));
            FluentActions.Invoking(() => Add(evaluator, real, images, progress, cancellation.Token))
                .Should().Throw<OperationCanceledException>();
            progress.Values[^1].Should().Be(fraction);
        }

        (evaluator.RealCount, evaluator.GeneratedCount).Should().Be((80, 75));
        Add(evaluator, real, images, null, CancellationToken.None);
        Add(undisturbed, real, images, null, CancellationToken.None);
        evaluator.Measure().Should().Be(undisturbed.Measure(), "the positions of the patches do not depend on canceled calls");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_callback_cannot_change_the_sets_while_images_are_added(bool real)
    {
        using torch.Tensor images = Features.Images(80, 1, 32, 32, seed: 3);
        using Evaluator evaluator = Empty();
        var progress = new RecordedProgress(_ =>
        {
            evaluator.Invoking(it => it.AddReal(images)).Should().Throw<InvalidOperationException>();
            evaluator.Invoking(it => it.AddGenerated(images)).Should().Throw<InvalidOperationException>();
            evaluator.Invoking(it => it.ClearGenerated()).Should().Throw<InvalidOperationException>();
        });

        Add(evaluator, real, images, progress, CancellationToken.None);

        (evaluator.RealCount, evaluator.GeneratedCount).Should().Be(real ? (80, 0) : (0, 80));
    }

    [Fact]
    public void An_evaluator_that_its_callback_disposes_ends_the_call()
    {
        using torch.Tensor images = Features.Images(80, 1, 32, 32, seed: 3);
        using Evaluator evaluator = WithImages();
        var progress = new RecordedProgress(_ => evaluator.Dispose());

        evaluator.Invoking(it => it.AddReal(images, progress)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_token_canceled_before_the_call_throws_without_a_report()
    {
        using Evaluator evaluator = WithImages();
        var progress = new RecordedProgress();

        evaluator.Invoking(it => it.Measure(progress, new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

        progress.Values.Should().BeEmpty();
    }

    [Fact]
    public void A_progress_callback_keeps_its_tensors_and_its_gradient_mode()
    {
        using Evaluator evaluator = WithImages();
        var made = new List<torch.Tensor>();
        var gradients = new List<bool>();
        var progress = new RecordedProgress(value =>
        {
            made.Add(torch.full([1], value));
            gradients.Add(torch.is_grad_enabled());
        });

        using (DisposeScope scope = torch.NewDisposeScope())
        {
            evaluator.Measure(progress);

            made.Should().OnlyContain(tensor => !tensor.IsInvalid);
            gradients.Should().OnlyContain(enabled => enabled);
        }

        made.Should().OnlyContain(tensor => tensor.IsInvalid, "they belong to the host's scope");
    }

    [Fact]
    public void An_exception_in_a_progress_callback_reaches_the_caller_and_the_evaluator_stays_usable()
    {
        using Evaluator evaluator = WithImages();
        var progress = new RecordedProgress(value => CheckBelow(0.5, value));

        evaluator.Invoking(it => it.Measure(progress)).Should().Throw<InvalidOperationException>().WithMessage("reported");

        double.IsFinite(evaluator.Measure().Frechet).Should().BeTrue();
    }

    private static void CancelFrom(double fraction, double value, CancellationTokenSource cancellation)
    {
        if (value >= fraction)
        {
            cancellation.Cancel();
        }
    }

    private static void CheckBelow(double limit, double value)
    {
        if (value >= limit)
        {
            throw new InvalidOperationException("reported");
        }
    }

    private static void Add(
        Evaluator evaluator, bool real, torch.Tensor images, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (real)
        {
            evaluator.AddReal(images, progress, cancellationToken);
        }
        else
        {
            evaluator.AddGenerated(images, progress, cancellationToken);
        }
    }

    private static Evaluator Empty() => new(images => images.flatten(1).narrow(1, 0, 20), Small);

    private static Evaluator WithImages()
    {
        using torch.Tensor real = Features.Images(80, 1, 32, 32, seed: 1);
        using torch.Tensor generated = Features.Images(75, 1, 32, 32, seed: 2);
        Evaluator evaluator = Empty();
        evaluator.AddReal(real);
        evaluator.AddGenerated(generated);
        return evaluator;
    }
}
