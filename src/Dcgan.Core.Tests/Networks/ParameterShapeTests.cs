using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>The parameters listed from options alone equal the parameters of the network built with these options.</summary>
public sealed class ParameterShapeTests
{
    public static TheoryData<GeneratorOptions> Generators => new()
    {
        Tiny.Generator,
        Tiny.Generator with { Classes = 3, LabelSize = 7 },
        Tiny.Generator with { Classes = 3 },
        Tiny.Generator with { Precision = ComputePrecision.BFloat16 },
        new() { LatentSize = 1, BaseSize = 1, Depths = [3], ImageChannels = 1 },
        GeneratorOptions.Paper with { LatentSize = 9, BaseSize = 3, Depths = [12, 10, 8, 6], ImageChannels = 4 },
        new() { BaseSize = (3, 4), Depths = [12, 10, 8] },
        Tiny.Generator with { KernelSize = 4 },
        Tiny.Generator with { SmoothOutput = true },
    };

    public static TheoryData<DiscriminatorOptions> Discriminators => new()
    {
        Tiny.Discriminator,
        Tiny.Discriminator with { Classes = 3 },
        Tiny.Discriminator with { Logits = 1 },
        Tiny.Discriminator with { BatchNorm = false },
        Tiny.Discriminator with { SpectralNorm = true, Classes = 2 },
        Tiny.Discriminator with { Precision = ComputePrecision.BFloat16 },
        new() { BaseSize = 1, Depths = [3], ImageChannels = 1 },
        DiscriminatorOptions.Paper with { BaseSize = 3, Depths = [5, 7, 9], ImageChannels = 4 },
        new() { BaseSize = (3, 4), Depths = [5, 7, 9] },
        Tiny.Discriminator with { KernelSize = 4 },
    };

    [Theory]
    [MemberData(nameof(Generators), DisableDiscoveryEnumeration = true)]
    public void Of_a_generator(GeneratorOptions options)
    {
        using var generator = new Generator(options);

        Text(Generator.ParameterShapes(options)).Should().Equal(Text(generator));
        generator.named_parameters().First().name.Should().Be(Generator.FirstWeightKey);
    }

    [Theory]
    [MemberData(nameof(Discriminators), DisableDiscoveryEnumeration = true)]
    public void Of_a_discriminator(DiscriminatorOptions options)
    {
        using var discriminator = new Discriminator(options);

        Text(Discriminator.ParameterShapes(options)).Should().Equal(Text(discriminator));
    }

    private static IEnumerable<string> Text(IEnumerable<ParameterShape> shapes) =>
        shapes.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]");

    private static IEnumerable<string> Text(TorchSharp.torch.nn.Module network) =>
        network.named_parameters().Select(named => $"{named.name} [{string.Join(", ", named.parameter.shape)}]");
}
