using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

public sealed class GeneratorOnnxTests
{
    /// <summary>One and several stages, even and odd base sizes, squares and rectangles, and 1, 3 and more image channels.</summary>
    public static TheoryData<GeneratorOptions> Shapes => new()
    {
        Tiny.Generator,
        Tiny.Generator with { KernelSize = 4 },
        Tiny.Generator with { SmoothOutput = true },
        new() { LatentSize = 1, BaseSize = 1, Depths = [7], ImageChannels = 1 },
        new() { LatentSize = 9, BaseSize = 3, Depths = [16, 5], ImageChannels = 4 },
        new() { LatentSize = 9, BaseSize = (3, 4), Depths = [16, 8, 5, 4] },
        new() { LatentSize = 9, BaseSize = (5, 1), Depths = [16, 5] },
        new() { LatentSize = 100, BaseSize = 4, Depths = [64, 32, 16, 8] },
        GeneratorOptions.Paper with { LatentSize = 8, BaseSize = 2, Depths = [12, 10, 8, 6, 4], ImageChannels = 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Makes_the_images_of_fixed_statistics_of_any_number_of_latents(GeneratorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(options);
        generator.ExportOnnx(folder["running.onnx"], new() { Statistics = SamplingStatistics.Running });
        generator.IsCalibrated.Should().BeFalse();
        generator.ExportOnnx(folder["calibrated.onnx"]);
        generator.IsCalibrated.Should().BeFalse();
        generator.Calibrate();
        using var running = new OnnxRun(folder["running.onnx"]);
        using var calibrated = new OnnxRun(folder["calibrated.onnx"]);

        foreach (int count in new[] { 1, 3, 64 })
        {
            torch.Tensor latents = generator.DrawLatents(count, seed: count);
            ShouldAgree(running.Of(latents), generator.Sample(latents, statistics: SamplingStatistics.Running));
            ShouldAgree(calibrated.Of(latents), generator.Sample(latents, statistics: SamplingStatistics.Calibrated));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Makes_the_images_that_a_batch_makes_together(GeneratorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(options);
        generator.ExportOnnx(folder["g.onnx"], new() { Statistics = SamplingStatistics.Batch });
        using var model = new OnnxRun(folder["g.onnx"]);

        foreach (int count in new[] { 2, 5, 64 })
        {
            torch.Tensor latents = generator.DrawLatents(count, seed: count);
            using IDisposable noGradients = torch.no_grad();
            ShouldAgree(model.Of(latents), generator.call(latents));
        }
    }

    /// <summary>The compute precision suits the training machine; the model is always in float32.</summary>
    [Theory]
    [InlineData(ComputePrecision.Float32, torch.ScalarType.Float64)]
    [InlineData(ComputePrecision.BFloat16, torch.ScalarType.Float32)]
    public void Holds_the_parameters_in_float32_whatever_the_network_computes_in(ComputePrecision precision, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator);
        using var like = new Generator(Tiny.Generator with { Precision = precision });
        like.load_state_dict(generator.state_dict());
        like.to(type);
        like.ExportOnnx(folder["g.onnx"], new() { Statistics = SamplingStatistics.Running });
        using var model = new OnnxRun(folder["g.onnx"]);

        torch.Tensor latents = generator.DrawLatents(5, seed: 1);

        ShouldAgree(model.Of(latents), generator.Sample(latents, statistics: SamplingStatistics.Running));
    }

    /// <summary>
    /// The weights have independent relative rounding errors of up to 2^-11. The sums that a layer computes therefore have a
    /// smaller mean relative error, and the errors of the layers add up.
    /// </summary>
    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Makes_nearly_the_same_images_of_weights_in_half_the_space(GeneratorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(options);
        generator.ExportOnnx(folder["half.onnx"], new() { Weights = OnnxWeights.Float16, Statistics = SamplingStatistics.Running });
        using var model = new OnnxRun(folder["half.onnx"]);
        torch.Tensor latents = generator.DrawLatents(20, seed: 1);

        torch.Tensor images = model.Of(latents);

        torch.Tensor expected = generator.Sample(latents, statistics: SamplingStatistics.Running);
        double error = (images - expected).square().mean().sqrt().item<float>();
        int layers = options.Depths.Count + 1;
        error.Should().BeInRange(1e-7, layers * Math.Pow(2, -11) * expected.square().mean().sqrt().item<float>());
    }

    private static void ShouldAgree(torch.Tensor images, torch.Tensor expected)
    {
        images.shape.Should().Equal(expected.shape);
        (images - expected).abs().max().item<float>().Should().BeLessThan(1e-4f);
        expected.std().item<float>().Should().BeGreaterThan(1e-3f);
    }
}
