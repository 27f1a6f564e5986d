using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>Networks of every floating-point type are saved in that type and open again; mixed types are not written.</summary>
public sealed class ElementTypeTests : IDisposable
{
    private static readonly DcganTrainerOptions Options = new() { EmaDecay = 0.9, Seed = 4 };
    private static readonly DiscriminatorOptions Spectral = Tiny.Discriminator with { SpectralNorm = true };

    private readonly TestFolder folder = new();

    public static TheoryData<ScalarType, bool> Types => new()
    {
        { ScalarType.BFloat16, false },
        { ScalarType.BFloat16, true },
        { ScalarType.Float16, false },
        { ScalarType.Float16, true },
        { ScalarType.Float64, true },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void A_run_opens_in_the_type_that_it_was_saved_in(ScalarType type, bool isCalibrated)
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(Options, Spectral);
        trainer.Step(Tiny.Images());
        trainer.to(type);
        if (isCalibrated)
        {
            trainer.AveragedGenerator!.Calibrate(8);
        }

        trainer.Save(folder["run"]);
        trainer.Generator.Save(folder["generator"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using Discriminator discriminator = Discriminator.Open(folder["run"]);
        using Generator average = Generator.Open(folder["run"]);
        using Generator generator = Generator.Open(folder["generator"]);
        foreach ((nn.Module restored, nn.Module expected) in ((nn.Module, nn.Module)[])
            [(opened, trainer), (discriminator, trainer.Discriminator), (average, trainer.AveragedGenerator!), (generator, trainer.Generator)])
        {
            restored.state_dict().Values.Should().OnlyContain(tensor => tensor.dtype == type);
            Tiny.Values(restored).ShouldHaveTheBitsOf(Tiny.Values(expected));
        }

        opened.Step(Tiny.Images().to(type));
        trainer.Step(Tiny.Images().to(type));
        Tiny.Values(opened).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Networks_of_16_bits_are_exported(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(Options, Spectral);
        trainer.Step(Tiny.Images());
        trainer.to(type);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Generator.ExportOnnx(folder["generator.onnx"]);
        trainer.Discriminator.ExportOnnx(folder["discriminator.onnx"]);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        Tensor images = Tiny.Images();
        trainer.Discriminator.eval();
        Tensor expected = trainer.Discriminator.call(images.to(type)).to(float32);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(folder["discriminator.onnx"]);
        using var results = session.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor(
            "images", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(images.contiguous().data<float>().ToArray(), [4, 3, 8, 8]))]);
        float[] logits = [.. results.Single().AsEnumerable<float>()];

        // Five layers of 8 bits of precision.
        logits.Zip(expected.data<float>().ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(5f / 256);
    }

    [Fact]
    public void A_run_whose_networks_have_different_types_is_not_written()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Discriminator.to(bfloat16);

        trainer.Invoking(it => it.Save(folder["run"])).Should().Throw<InvalidOperationException>().WithMessage(
            "Save: all parameters and buffers must have one element type, Float32, Float64, BFloat16 or Float16, but generator.project.linear.weight is Float32 and discriminator.stages.0.weight is BFloat16: convert the whole trainer or generator.");

        Directory.GetFiles(folder.Path).Should().BeEmpty();
        trainer.to(bfloat16);
        trainer.Save(folder["run"]);
        DcganTrainer.Open(folder["run"]).Dispose();
    }

    [Fact]
    public void A_generator_whose_layers_have_different_types_is_not_written()
    {
        using var generator = new Generator(Tiny.Generator);
        generator.named_children().Single(child => child.name == "stages").module.to(float64);

        generator.Invoking(it => it.Save(folder["generator"])).Should().Throw<InvalidOperationException>()
            .WithMessage("Save: *but generator.project.linear.weight is Float32 and generator.stages.0.weight is Float64: *");

        Directory.GetFiles(folder.Path).Should().BeEmpty();
    }
}
