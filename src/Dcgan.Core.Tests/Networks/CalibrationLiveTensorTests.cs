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
}
