using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Networks;

/// <summary>Real and generated images that pass the discriminator together get the results of two passes.</summary>
public sealed class JointPassTests
{
    private const int Real = 3;
    private const int Generated = 5;
    private const int Classes = 3;

    [Theory]
    [InlineData(0)]
    [InlineData(Classes)]
    public void Logits_gradients_and_running_statistics_are_those_of_two_passes(int classes)
    {
        using DisposeScope scope = NewDisposeScope();
        using Discriminator together = Network(classes);
        using Discriminator apart = Network(classes);
        Tensor real = Tiny.Images(Real, seed: 1).to(float64);
        Tensor generated = (Tiny.Images(Generated, seed: 2).to(float64) * 0.3) + 0.5;
        (Tensor realLabels, Tensor generatedLabels) = (arange(Real) % Classes, arange(Generated) % Classes);

        Tensor logits = together.CallWith(
            cat([real, generated]), classes == 0 ? null : cat([realLabels, generatedLabels]), [Real, Generated]);

        Tensor realLogits = apart.CallWith(real, classes == 0 ? null : realLabels);
        Tensor generatedLogits = apart.CallWith(generated, classes == 0 ? null : generatedLabels);
        ShouldBe(logits, cat([realLogits, generatedLogits]));
        logits.square().sum().backward();
        (realLogits.square().sum() + generatedLogits.square().sum()).backward();
        foreach ((string name, Tensor gradient) in Gradients(apart))
        {
            ShouldBe(Gradients(together)[name], gradient);
        }

        foreach ((string name, Tensor buffer) in apart.named_buffers())
        {
            ShouldBe(together.get_buffer(name)!, buffer);
        }
    }

    [Fact]
    public void One_batch_of_all_images_would_have_other_results()
    {
        using DisposeScope scope = NewDisposeScope();
        using Discriminator discriminator = Network(classes: 0);
        Tensor images = cat([Tiny.Images(Real).to(float64), Tiny.Images(Generated).to(float64) * 0.1]);

        Tensor joint = discriminator.CallWith(images, null, [Real, Generated]);

        (joint - discriminator.call(images)).abs().max().item<double>().Should().BeGreaterThan(1e-3);
    }

    /// <summary>Layers in bfloat16 with parameters of either type. A number of bfloat16 has 8 bits, so that sums in another order differ.</summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void BFloat16_too(ScalarType parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        using Discriminator together = Network(classes: 0, parameters, ComputePrecision.BFloat16);
        using Discriminator apart = Network(classes: 0, parameters, ComputePrecision.BFloat16);
        (Tensor real, Tensor generated) = (Tiny.Images(Real, seed: 1).to(parameters), Tiny.Images(Generated, seed: 2).to(parameters) * 0.3);

        Tensor logits = together.CallWith(cat([real, generated]), null, [Real, Generated]);

        ShouldBe(logits, cat([apart.call(real), apart.call(generated)]), 1.0 / 64);
    }

    private static Discriminator Network(int classes, ScalarType type = ScalarType.Float64, ComputePrecision precision = ComputePrecision.Float32)
    {
        var discriminator = new Discriminator(Tiny.Discriminator with { Classes = classes, Precision = precision });
        discriminator.to(type);
        return discriminator;
    }

    private static Dictionary<string, Tensor> Gradients(Discriminator discriminator) =>
        discriminator.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);

    private static void ShouldBe(Tensor value, Tensor expected, double most = 1e-12) =>
        ((value - expected).abs().max() / expected.abs().max()).to(float64).item<double>().Should().BeLessThan(most);
}
