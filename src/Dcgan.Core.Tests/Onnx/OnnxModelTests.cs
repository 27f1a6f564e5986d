using System.Runtime.InteropServices;
using System.Text.Json;
using FluentAssertions;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Onnx;

/// <summary>Tests the contract of the file, as specified in docs/onnx.md.</summary>
public sealed class OnnxModelTests
{
    [Fact]
    public void Names_what_enters_and_leaves_with_a_batch_axis_of_any_length()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        generator.ExportOnnx(folder["g.onnx"]);
        discriminator.ExportOnnx(folder["d.onnx"]);
        using var g = new OnnxRun(folder["g.onnx"]);
        using var d = new OnnxRun(folder["d.onnx"]);

        ShouldBe(g.Session.InputMetadata, "latents", -1, 5);
        ShouldBe(g.Session.OutputMetadata, "images", -1, 3, 8, 8);
        ShouldBe(d.Session.InputMetadata, "images", -1, 3, 8, 8);
        ShouldBe(d.Session.OutputMetadata, "logits", -1, 2);
    }

    [Fact]
    public void Says_what_it_is_and_what_it_was_made_of()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        generator.ExportOnnx(folder["g.onnx"]);
        discriminator.ExportOnnx(folder["d.onnx"], new() { Statistics = SamplingStatistics.Batch });
        using var g = new OnnxRun(folder["g.onnx"]);
        using var d = new OnnxRun(folder["d.onnx"]);

        ModelMetadata metadata = g.Session.ModelMetadata;
        metadata.ProducerName.Should().Be("Dcgan.Core");
        metadata.GraphName.Should().Be("generator");
        metadata.Description.Should().NotBeEmpty();
        Dictionary<string, string> custom = metadata.CustomMetadataMap;
        custom["dcgan.format_version"].Should().Be("1");
        custom["dcgan.library_version"].Should().StartWith("0.");
        custom["dcgan.network"].Should().Be("generator");
        custom["dcgan.statistics"].Should().Be("Calibrated");
        JsonElement options = JsonDocument.Parse(custom["dcgan.options"]).RootElement;
        options.GetProperty("latent_size").GetInt32().Should().Be(5);
        options.GetProperty("depths").EnumerateArray().Select(depth => depth.GetInt32()).Should().Equal(6, 4);
        options.GetProperty("latent_distribution").GetString().Should().Be("Uniform");
        custom = d.Session.ModelMetadata.CustomMetadataMap;
        custom["dcgan.network"].Should().Be("discriminator");
        custom["dcgan.statistics"].Should().Be("Batch");
        JsonDocument.Parse(custom["dcgan.options"]).RootElement.GetProperty("normalizes_first_stage").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public void Needs_no_more_operators_than_the_layers_where_the_statistics_are_fixed()
    {
        using var folder = new TestFolder();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        generator.ExportOnnx(folder["g.onnx"]);
        discriminator.ExportOnnx(folder["d.onnx"]);

        ModelProto g = Parsed(folder["g.onnx"]);
        ModelProto d = Parsed(folder["d.onnx"]);

        Operators(g).Should().Equal("Gemm", "Reshape", "Relu", "ConvTranspose", "Relu", "ConvTranspose", "Tanh");
        Operators(d).Should().Equal("Conv", "LeakyRelu", "Conv", "LeakyRelu", "Flatten", "Gemm");
        g.Graph.Initializer.Select(constant => constant.Name).Should().Equal(
            "project.linear.weight",
            "project.linear.bias",
            "project.shape",
            "stages.0.weight",
            "stages.0.bias",
            "stages.1.weight",
            "stages.1.bias");
        (g.IrVersion, g.OpsetImport.Single().Domain, g.OpsetImport.Single().Version).Should().Be((10, string.Empty, 18));
        g.Graph.Input.Single().Type.TensorType.Shape.Dim[0].DimParam.Should().Be("N");
    }

    [Fact]
    public void Float16_weights_are_the_float32_ones_rounded_in_half_the_file()
    {
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(new() { LatentSize = 20, Depths = [64, 32] });
        generator.ExportOnnx(folder["whole.onnx"]);
        generator.ExportOnnx(folder["half.onnx"], new() { Weights = OnnxWeights.Float16 });

        TensorProto[] whole = [.. Parsed(folder["whole.onnx"]).Graph.Initializer];
        TensorProto[] half = [.. Parsed(folder["half.onnx"]).Graph.Initializer];

        foreach ((TensorProto exact, TensorProto rounded) in whole.Zip(half).Where(pair => pair.First.DataType == 1))
        {
            rounded.DataType.Should().Be(10);
            Numbers<Half>(rounded).Should().Equal(Numbers<float>(exact).Select(number => (Half)number));
        }

        double share = new FileInfo(folder["half.onnx"]).Length / (double)new FileInfo(folder["whole.onnx"]).Length;
        share.Should().BeInRange(0.5, 0.51);
    }

    [Fact]
    public void The_same_network_makes_the_same_bytes()
    {
        using var folder = new TestFolder();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator);
        foreach (string name in new[] { "a", "b" })
        {
            generator.ExportOnnx(folder[name], new() { Weights = OnnxWeights.Float16, Statistics = SamplingStatistics.Batch });
        }

        File.ReadAllBytes(folder["a"]).Should().Equal(File.ReadAllBytes(folder["b"]));
    }

    private static void ShouldBe(IReadOnlyDictionary<string, NodeMetadata> values, string name, params int[] shape)
    {
        values.Keys.Should().Equal(name);
        values[name].Dimensions.Should().Equal(shape);
        values[name].SymbolicDimensions[0].Should().Be("N");
        values[name].ElementType.Should().Be<float>();
    }

    private static ModelProto Parsed(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    private static IEnumerable<string> Operators(ModelProto model) => model.Graph.Node.Select(node => node.OpType);

    private static T[] Numbers<T>(TensorProto constant)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(constant.RawData.Span).ToArray();
}
