using System.Text.Json;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

/// <summary>Tests networks with classes, whose models have labels as a second input.</summary>
public sealed class ConditionalOnnxTests
{
    private static readonly GeneratorOptions Generator = Tiny.Generator with { Classes = 3, LabelSize = 4 };

    [Theory]
    [InlineData(SamplingStatistics.Running, 4)]
    [InlineData(SamplingStatistics.Calibrated, 4)]
    [InlineData(SamplingStatistics.Batch, 4)]
    [InlineData(SamplingStatistics.Running, 0)]
    [InlineData(SamplingStatistics.Calibrated, 0)]
    [InlineData(SamplingStatistics.Batch, 0)]
    public void A_generator_makes_the_images_of_labels(SamplingStatistics statistics, int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(Generator with { LabelSize = labelSize });
        generator.Calibrate();
        generator.ExportOnnx(folder["g.onnx"], new() { Statistics = statistics });
        using var model = new OnnxRun(folder["g.onnx"]);
        torch.Tensor latents = generator.DrawLatents(64, seed: 1);
        torch.Tensor labels = torch.arange(64, torch.int64).remainder_(3);

        torch.Tensor images = model.Of(latents, labels);

        (images - generator.Sample(latents, labels, statistics)).abs().max().item<float>().Should().BeLessThan(1e-4f);
        (images - model.Of(latents, torch.zeros_like(labels)))[1].abs().max().item<float>().Should().BeGreaterThan(0.01f);
        model.Session.InputMetadata.Keys.Should().Equal("latents", "labels");
        model.Session.InputMetadata["labels"].ElementDataType.Should().Be(Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64);
        model.Session.InputMetadata["labels"].Dimensions.Should().Equal(-1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_generator_in_16_bits_makes_the_images_of_labels(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(Generator with { LabelSize = labelSize });
        generator.Calibrate();
        generator.ExportOnnx(folder["g.onnx"], new() { Weights = OnnxWeights.Float16 });
        using var model = new OnnxRun(folder["g.onnx"]);
        torch.Tensor latents = generator.DrawLatents(6, seed: 1);
        torch.Tensor labels = torch.arange(6, torch.int64).remainder_(3);

        torch.Tensor images = model.Of(latents, labels);

        (images - generator.Sample(latents, labels)).abs().max().item<float>().Should().BeLessThan(0.01f); // 16 bits have 2^-11.
    }

    [Fact]
    public void The_options_of_a_generator_have_the_names_of_its_classes()
    {
        using var folder = new TestFolder();
        using var named = new Generator(Generator with { ClassNames = ["cat", "\"dog\"", "Блоха"] });
        using var unnamed = new Generator(Generator);
        named.ExportOnnx(folder["named.onnx"]);
        unnamed.ExportOnnx(folder["unnamed.onnx"]);

        JsonElement options = Options(folder["named.onnx"]);
        options.GetProperty("classes").GetInt32().Should().Be(3);
        options.GetProperty("class_names").EnumerateArray().Select(name => name.GetString()).Should().Equal("cat", "\"dog\"", "Блоха");
        options = Options(folder["unnamed.onnx"]);
        options.GetProperty("classes").GetInt32().Should().Be(3);
        options.TryGetProperty("class_names", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void A_discriminator_judges_images_of_labels(int logits, bool spectralNorm)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using var folder = new TestFolder();
        using Discriminator discriminator = TrainedNetworks.Discriminator(
            Tiny.Discriminator with { Classes = 3, Logits = logits, SpectralNorm = spectralNorm });
        discriminator.ExportOnnx(folder["d.onnx"]);
        discriminator.eval();
        using var model = new OnnxRun(folder["d.onnx"]);
        torch.Tensor labels = torch.tensor(new long[] { 2, 0, 1, 1, 2 });

        torch.Tensor judged = model.Of(Tiny.Images(5), labels);

        torch.Tensor expected = discriminator.forward(Tiny.Images(5), labels);
        judged.shape.Should().Equal(5, logits);
        (judged - expected).abs().max().item<float>().Should().BeLessThan(1e-4f);
        expected.std().item<float>().Should().BeGreaterThan(1e-3f);
    }

    private static JsonElement Options(string path)
    {
        using var model = new OnnxRun(path);
        return JsonDocument.Parse(model.Session.ModelMetadata.CustomMetadataMap["dcgan.options"]).RootElement;
    }
}
