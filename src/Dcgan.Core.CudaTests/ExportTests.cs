using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Files of networks and tensors on CUDA.</summary>
public sealed class ExportTests : CudaTest
{
    public static TheoryData<GeneratorOptions> Generators => new()
    {
        Tiny.Generator,
        Tiny.Generator with { KernelSize = 4, SmoothOutput = true },
        Tiny.Generator with { Classes = 3 },
        Tiny.Generator with { Classes = 3, LabelSize = 4 },
    };

    [Theory]
    [MemberData(nameof(Generators), DisableDiscoveryEnumeration = true)]
    public void A_generator_gives_the_ONNX_file_of_the_CPU(GeneratorOptions options)
    {
        using Generator generator = TrainedNetworks.Generator(options, torch.float64);
        foreach (OnnxExportOptions export in (OnnxExportOptions[])
            [new() { Statistics = SamplingStatistics.Running }, new() { Statistics = SamplingStatistics.Batch, Weights = OnnxWeights.Float16 }])
        {
            generator.to(torch.CPU);
            generator.ExportOnnx(Folder["cpu.onnx"], export);
            generator.to(Gpu.Device);
            generator.ExportOnnx(Folder["cuda.onnx"], export);

            // Statistics are folded into weights in float64, so the float32 weights of the file are the same.
            Near.ShouldHaveTheBytesOf(Folder["cuda.onnx"], Folder["cpu.onnx"], export.ToString());
        }
    }

    [Fact]
    public void A_generator_calibrated_on_the_CPU_gives_the_ONNX_file_of_the_CPU()
    {
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.float64);
        generator.Calibrate(100);
        generator.ExportOnnx(Folder["cpu.onnx"]);

        generator.to(Gpu.Device);
        generator.ExportOnnx(Folder["cuda.onnx"]);

        generator.IsCalibrated.Should().BeTrue();
        Near.ShouldHaveTheBytesOf(Folder["cuda.onnx"], Folder["cpu.onnx"]);
    }

    [Fact]
    public void A_discriminator_gives_the_ONNX_file_of_the_CPU()
    {
        using Discriminator discriminator = TrainedNetworks.Discriminator(Tiny.Discriminator with { Classes = 3 });
        discriminator.to(torch.float64);
        discriminator.ExportOnnx(Folder["cpu.onnx"]);

        discriminator.to(Gpu.Device);
        discriminator.ExportOnnx(Folder["cuda.onnx"]);

        Near.ShouldHaveTheBytesOf(Folder["cuda.onnx"], Folder["cpu.onnx"]);
    }

    [Fact]
    public void Tensors_of_every_type_and_layout_give_the_safetensors_file_of_the_CPU()
    {
        Dictionary<string, torch.Tensor> tensors = new()
        {
            ["float32"] = Tiny.Normal([6, 5], 1).to(torch.float32),
            ["float64"] = Tiny.Normal([6, 5], 2),
            ["bfloat16"] = Tiny.Normal([7], 3).to(torch.bfloat16),
            ["float16"] = Tiny.Normal([7], 4).to(torch.float16),
            ["int64"] = torch.arange(9),
            ["bool"] = Tiny.Normal([9], 5) > 0,
            ["strided"] = Tiny.Normal([6, 5], 6).t(),
            ["a part"] = Tiny.Normal([6, 5], 7)[2..4],
            ["scalar"] = torch.tensor(0.25),
            ["empty"] = torch.zeros(0, 3),
            ["more than one piece of 8 MB"] = Tiny.Normal([3, 1 << 19], 8),
        };
        SafetensorsFile.Write(Folder["cpu"], tensors);

        SafetensorsFile.Write(Folder["cuda"], tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.to(Gpu.Device))));

        Near.ShouldHaveTheBytesOf(Folder["cuda"], Folder["cpu"]);
    }
}
