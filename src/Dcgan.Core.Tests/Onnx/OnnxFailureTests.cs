using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

[Collection(nameof(CountsTensors))]
public sealed class OnnxFailureTests
{
    [Theory]
    [InlineData(float.NaN, OnnxWeights.Float32, "*tensor 'stages.1.weight': cannot be exported: it has values that are not finite.")]
    [InlineData(float.NegativeInfinity, OnnxWeights.Float16, "*tensor 'stages.1.weight': cannot be exported: it has values that are not finite.")]
    [InlineData(-65505f, OnnxWeights.Float16, "*tensor 'stages.1.weight': cannot be exported as float16: it has a value of magnitude 65505, but the largest float16 is 65504.")]
    public void Refuses_a_weight_that_the_file_cannot_hold_and_leaves_the_old_file(float weight, OnnxWeights weights, string message)
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        generator.ExportOnnx(folder["g.onnx"]);
        byte[] before = File.ReadAllBytes(folder["g.onnx"]);
        using (torch.no_grad())
        using (torch.Tensor place = generator.state_dict()["stages.1.weight"][0, 0, 0])
        {
            place.fill_(weight);
        }

        LiveTensors.ShouldStayFlat(
            () => generator.Invoking(it => it.ExportOnnx(folder["g.onnx"], new() { Weights = weights }))
                .Should().Throw<CheckpointException>().WithMessage(message).Which.TensorName.Should().Be("stages.1.weight"),
            repetitions: 10);

        File.ReadAllBytes(folder["g.onnx"]).Should().Equal(before);
        folder.Names.Should().Equal("g.onnx");
    }

    [Fact]
    public void Refuses_more_than_a_file_can_hold_before_it_copies_anything()
    {
        using torch.Tensor weight = torch.zeros(10, 10);
        var initializers = new OnnxInitializers("big.onnx", OnnxWeights.Float32, mostBytes: 799);
        initializers.OfWeight("a", weight);

        initializers.Invoking(it => it.OfWeight("b", weight)).Should().Throw<CheckpointException>()
            .WithMessage("big.onnx: cannot be written: an ONNX file holds at most 2 GB, and the weights take more; Float16 halves their size.");

        var halves = new OnnxInitializers("big.onnx", OnnxWeights.Float16, mostBytes: 799);
        halves.OfWeight("a", weight);
        halves.Invoking(it => it.OfWeight("b", weight)).Should().NotThrow();
        OnnxInitializers.MostBytes.Should().BeLessThan(int.MaxValue);
    }

    [Fact]
    public void Says_what_is_wrong_with_a_call()
    {
        using var folder = new TestFolder();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);

        generator.Invoking(it => it.ExportOnnx(folder["no/such/folder.onnx"])).Should().Throw<CheckpointException>().WithMessage("*there is no folder*");
        generator.Invoking(it => it.ExportOnnx(string.Empty)).Should().Throw<ArgumentException>();
        generator.Invoking(it => it.ExportOnnx(folder["a"], new() { Weights = (OnnxWeights)9 }))
            .Should().Throw<ArgumentException>().WithMessage("Weights: must be one of Float32, Float16 but was 9.*");
        discriminator.Invoking(it => it.ExportOnnx(folder["a"], new() { Statistics = (SamplingStatistics)9 }))
            .Should().Throw<ArgumentException>().WithMessage("Statistics: must be one of *");
        discriminator.Invoking(it => it.ExportOnnx(folder["a"], new() { Statistics = SamplingStatistics.Calibrated }))
            .Should().Throw<ArgumentException>().WithMessage("Statistics: must be Running or Batch for a discriminator but was Calibrated.*");
        generator.Dispose();
        discriminator.Dispose();
        generator.Invoking(it => it.ExportOnnx(folder["a"])).Should().Throw<ObjectDisposedException>();
        discriminator.Invoking(it => it.ExportOnnx(folder["a"])).Should().Throw<ObjectDisposedException>();
        folder.Names.Should().BeEmpty();
    }

    [Fact]
    public void Checks_the_path_before_it_computes_statistics()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        var progress = new RecordedProgress();

        foreach ((string path, string message) in new[]
        {
            (folder["no/such/folder.onnx"], $"*folder.onnx: cannot be written: there is no folder '{folder["no/such"]}'."),
            (folder.Path, "*: cannot be written: this is a folder, not a file."),
        })
        {
            generator.Invoking(it => it.ExportOnnx(path, progress: progress)).Should().Throw<CheckpointException>().WithMessage(message);
            discriminator.Invoking(it => it.ExportOnnx(path, progress: progress)).Should().Throw<CheckpointException>().WithMessage(message);
        }

        progress.Values.Should().BeEmpty();
    }

    [Fact]
    public void Progress_ends_with_one()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        var calibrating = new RecordedProgress();
        var running = new RecordedProgress();
        var judging = new RecordedProgress();

        generator.ExportOnnx(folder["g"], progress: calibrating);
        generator.ExportOnnx(folder["g"], new() { Statistics = SamplingStatistics.Running }, running);
        discriminator.ExportOnnx(folder["d"], progress: judging);

        calibrating.Values.Should().HaveCountGreaterThan(10).And.BeInAscendingOrder().And.EndWith(1);
        running.Values.Should().Equal(1);
        judging.Values.Should().Equal(1);
    }

    [Fact]
    public void A_canceled_export_leaves_the_old_file_and_no_tensor()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        File.WriteAllText(folder["old"], "old");
        var canceled = new CancellationToken(canceled: true);

        LiveTensors.ShouldStayFlat(
            () =>
            {
                foreach (SamplingStatistics statistics in new[] { SamplingStatistics.Running, SamplingStatistics.Batch })
                {
                    OnnxExportOptions options = new() { Statistics = statistics };
                    generator.Invoking(it => it.ExportOnnx(folder["old"], options, cancellationToken: canceled)).Should().Throw<OperationCanceledException>();
                    discriminator.Invoking(it => it.ExportOnnx(folder["old"], options, cancellationToken: canceled)).Should().Throw<OperationCanceledException>();
                }

                using var source = new CancellationTokenSource();
                generator.Invoking(it => it.ExportOnnx(folder["old"], progress: new RecordedProgress(_ => source.Cancel()), cancellationToken: source.Token))
                    .Should().Throw<OperationCanceledException>();
            },
            repetitions: 5);

        File.ReadAllText(folder["old"]).Should().Be("old");
        folder.Names.Should().Equal("old");
    }

    [Theory]
    [InlineData(OnnxWeights.Float32, SamplingStatistics.Running)]
    [InlineData(OnnxWeights.Float16, SamplingStatistics.Batch)]
    public void Leaves_no_tensor_behind_and_the_network_as_it_was(OnnxWeights weights, SamplingStatistics statistics)
    {
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer();
        Dictionary<string, double[]> before = Tiny.Values(trainer);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Generator.ExportOnnx(folder["g.onnx"], new() { Weights = weights, Statistics = statistics });
                trainer.Discriminator.ExportOnnx(folder["d.onnx"], new() { Weights = weights, Statistics = statistics });
            },
            repetitions: 10);
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.Generator.training.Should().BeTrue();
    }
}
