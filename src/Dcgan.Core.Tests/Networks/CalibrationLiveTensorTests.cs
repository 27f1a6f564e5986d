using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

[Collection(nameof(CountsTensors))]
public sealed class CalibrationLiveTensorTests
{
    [Fact]
    public void Calibrated_statistics_come_and_go_and_leave_no_tensor()
    {
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer();
        using torch.Tensor images = Tiny.Images();
        trainer.Step(images);
        trainer.Save(folder["none"]);
        trainer.Generator.Calibrate(10);
        trainer.Save(folder["some"]);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Generator.Calibrate(70, seed: 1);
                trainer.Generator.Calibrate(70, seed: 2);
                trainer.Generator.Invoking(it => it.Calibrate(70, seed: 3, new RecordedProgress(_ => throw new TimeoutException()))).Should().Throw<TimeoutException>();
                trainer.Generator.Invoking(it => it.Calibrate(70, seed: 3, cancellationToken: new(canceled: true))).Should().Throw<OperationCanceledException>();
                trainer.Sample(3).Dispose();
                trainer.Load(folder["some"]);
                trainer.Load(folder["none"]);
                trainer.Generator.Calibrate(70);
                trainer.Step(images);
            },
            repetitions: 10);
    }

    [Fact]
    public void A_calibration_whose_last_report_throws_changes_nothing_and_leaves_no_tensor()
    {
        using var generator = new Generator(Tiny.Generator);
        LiveTensors.ShouldStayFlat(
            () => generator.Invoking(it => it.Calibrate(70, progress: ThrowsAtTheEnd())).Should().Throw<TimeoutException>(),
            repetitions: 10);

        generator.IsCalibrated.Should().BeFalse();
    }

    [Fact]
    public void A_copy_whose_last_report_throws_leaves_no_tensor()
    {
        using var generator = new Generator(Tiny.Generator with { Classes = 3 });
        LiveTensors.ShouldStayFlat(
            () =>
            {
                generator.Invoking(it => it.Freeze(SamplingStatistics.Running, ThrowsAtTheEnd())).Should().Throw<TimeoutException>();
                generator.Freeze(SamplingStatistics.Running).Dispose();
            },
            repetitions: 10);
    }

    [Fact]
    public void A_copy_with_a_failing_layer_leaves_no_tensor()
    {
        using var generator = new Generator(Tiny.Generator with { Classes = 3 });
        generator.named_parameters().Single(entry => entry.name == "stages.1.weight").parameter.Dispose();
        LiveTensors.ShouldStayFlat(
            () => generator.Invoking(it => it.Freeze(SamplingStatistics.Running)).Should().Throw<InvalidOperationException>(),
            repetitions: 10);
    }

    [Fact]
    public void A_frozen_generator_that_cannot_be_constructed_takes_no_tensor()
    {
        using torch.Tensor disposed = torch.ones(2, 2);
        using torch.Tensor labels = torch.ones(2, 2);
        disposed.Dispose();
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                var layer = new FrozenProjection(torch.ones(4, 5), torch.ones(4), depth: 1, size: 2);
                FluentActions.Invoking(() => new FrozenGenerator(Tiny.Generator, [layer], disposed, labels)).Should().Throw<InvalidOperationException>();
            },
            repetitions: 10);
    }

    private static RecordedProgress ThrowsAtTheEnd() => new(done =>
    {
        if (done >= 1)
        {
            throw new TimeoutException();
        }
    });
}
