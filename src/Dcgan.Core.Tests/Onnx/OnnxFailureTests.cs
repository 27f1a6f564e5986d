using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

[Collection(nameof(CountsTensors))]
public sealed class OnnxFailureTests
{
    [Theory]
    [InlineData(float.NaN, OnnxWeights.Float32, "*tensor 'stages.1.weight': cannot be exported: it has numbers that are not finite.")]
    [InlineData(float.NegativeInfinity, OnnxWeights.Float16, "*tensor 'stages.1.weight': cannot be exported: it has numbers that are not finite.")]
    [InlineData(-65505f, OnnxWeights.Float16, "*tensor 'stages.1.weight': cannot be float16: it has a number of magnitude 65505, and float16 ends at 65504.")]
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
            .WithMessage("big.onnx: cannot be written: an ONNX file holds at most 2 GB, and the weights take more; Float16 halves them.");

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
        generator.Dispose();
        discriminator.Dispose();
        generator.Invoking(it => it.ExportOnnx(folder["a"])).Should().Throw<ObjectDisposedException>();
        discriminator.Invoking(it => it.ExportOnnx(folder["a"])).Should().Throw<ObjectDisposedException>();
        folder.Names.Should().BeEmpty();
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
        Tiny.Values(trainer).Should().BeEquivalentTo(before);
        trainer.Generator.training.Should().BeTrue();
    }
}
