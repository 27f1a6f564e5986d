using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class FrozenGeneratorTests
{
    /// <summary>Shapes that together use every formulation: few and many channels, even and odd sides.</summary>
    public static TheoryData<GeneratorOptions> Shapes => new()
    {
        Tiny.Generator,
        new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8], ImageChannels = 1 },
        new() { LatentSize = 5, BaseSize = 3, Depths = [512, 6], ImageChannels = 5 },
        new() { LatentSize = 5, BaseSize = 2, Depths = [512], ImageChannels = 6 },
        new() { LatentSize = 5, BaseSize = (2, 6), Depths = [512, 8] },
        new() { LatentSize = 5, BaseSize = (3, 4), Depths = [512, 6, 5] },
        new() { LatentSize = 5, BaseSize = 4, Depths = [256, 128], ImageChannels = 3 },
        new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8, 6], KernelSize = 4 },
        new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8], KernelSize = 4, SmoothOutput = true },
        new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8], ImageChannels = 6, SmoothOutput = true },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Makes_the_images_that_the_running_statistics_make(GeneratorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(options, torch.float64);
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Running);
        torch.Tensor latents = generator.DrawLatents(5, seed: 2);

        torch.Tensor images = frozen.Sample(latents);

        torch.Tensor expected = generator.Sample(latents, statistics: SamplingStatistics.Running);
        images.shape.Should().Equal(expected.shape);
        (images - expected).abs().max().item<double>().Should().BeLessThan(1e-12);
        expected.std().item<double>().Should().BeGreaterThan(1e-3);
        frozen.DrawLatents(5, seed: 2).Should().Match<torch.Tensor>(drawn => drawn.Equals(latents));
    }

    /// <summary>With 32 channels, products are computed in panels on some processors.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public void In_float32_an_image_is_the_generators_and_does_not_depend_on_the_others(int channels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        GeneratorOptions options = new() { LatentSize = 5, BaseSize = 4, Depths = [512, channels] };
        using Generator generator = TrainedNetworks.Generator(options, torch.float32);
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Running);
        torch.Tensor latents = generator.DrawLatents(9, seed: 2);

        torch.Tensor images = frozen.Sample(latents);

        // Minimal filtering amplifies the rounding of a layer by about 3; the sums have up to 512 terms. 3 * 512 / 2^24 is 1e-4.
        torch.Tensor expected = generator.Sample(latents, statistics: SamplingStatistics.Running);
        float most = 1e-4f * expected.abs().max().item<float>();
        (images - expected).abs().max().item<float>().Should().BeLessThan(most);
        (frozen.Sample(latents.narrow(0, 8, 1)) - images.narrow(0, 8, 1)).abs().max().item<float>().Should().BeLessThan(most);
    }

    [Fact]
    public void Computes_in_the_generators_precision_and_returns_its_type()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        GeneratorOptions options = new() { LatentSize = 5, Depths = [512, 8], Precision = ComputePrecision.BFloat16 };
        using Generator generator = TrainedNetworks.Generator(options, torch.float32);
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Running);
        torch.Tensor latents = generator.DrawLatents(5, seed: 2);

        torch.Tensor images = frozen.Sample(latents);

        // bfloat16 has 8 bits: each of the three layers, with its transforms, has a relative error of about 2^-8.
        torch.Tensor expected = generator.Sample(latents, statistics: SamplingStatistics.Running);
        images.dtype.Should().Be(torch.float32);
        double error = (images - expected).square().mean().sqrt().item<float>();
        error.Should().BeInRange(1e-7, 0.03 * expected.square().mean().sqrt().item<float>());
    }

    /// <summary>Folding is computed in float32, so a frozen copy rounds each weight to bfloat16 once.</summary>
    [Fact]
    public void Folds_bfloat16_parameters_in_float32()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator, torch.bfloat16);
        using var exact = new Generator(Tiny.Generator);
        foreach ((string key, torch.Tensor value) in exact.state_dict())
        {
            value.copy_(generator.state_dict()[key]);
        }

        FoldedWeights folded = generator.Stages[0].Folded(generator.Stages[0].Norm!.Running);

        FoldedWeights expected = exact.Stages[0].Folded(exact.Stages[0].Norm!.Running);
        folded.Weight.Equals(expected.Weight).Should().BeTrue();
        folded.Bias!.Equals(expected.Bias!).Should().BeTrue();
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Running);
        torch.Tensor images = frozen.Sample(3, seed: 1);
        images.dtype.Should().Be(torch.bfloat16);
        torch.Tensor wanted = exact.Sample(generator.DrawLatents(3, seed: 1).to(torch.float32), statistics: SamplingStatistics.Running);
        (images.to(torch.float32) - wanted).abs().max().item<float>().Should().BeLessThan(0.03f);
    }

    [Fact]
    public void An_image_depends_on_its_own_latent_only()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(new() { LatentSize = 5, Depths = [512, 8] }, torch.float32);
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(70, seed: 2);

        torch.Tensor all = frozen.Sample(latents);

        foreach ((long first, long count) in new[] { (0L, 1L), (69L, 1L), (3L, 7L), (0L, 64L) })
        {
            torch.Tensor some = frozen.Sample(latents.narrow(0, first, count));
            (some - all.narrow(0, first, count)).abs().max().item<float>().Should().BeLessThan(1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Its_images_have_the_gradient_that_finite_differences_give(GeneratorOptions options)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Generator generator = TrainedNetworks.Generator(options, torch.float64);
        using FrozenGenerator frozen = generator.Freeze();
        using var random = new torch.Generator(3, torch.CPU);
        torch.Tensor latents = generator.DrawLatents(2, seed: 2).requires_grad_();
        torch.Tensor weights = torch.randn(2, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width, torch.float64, generator: random);
        torch.Tensor direction = torch.randn(2, options.LatentSize, torch.float64, generator: random);

        torch.Tensor gradient = torch.autograd.grad([(frozen.Images(latents) * weights).sum()], [latents])[0];

        // The error of a central difference: the third derivative times the squared step, plus rounding divided by the step.
        const double Step = 1e-6;
        torch.Tensor place = latents.detach();
        torch.Tensor difference = frozen.Images(place + (Step * direction)) - frozen.Images(place - (Step * direction));
        double expected = (difference * weights).sum().item<double>() / (2 * Step);
        (gradient * direction).sum().item<double>().Should().BeApproximately(expected, 1e-6 * (1 + Math.Abs(expected)));
        Math.Abs(expected).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Stands_by_itself_once_it_is_frozen()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze();
        torch.Tensor latents = frozen.DrawLatents(3, seed: 1);
        torch.Tensor before = frozen.Sample(latents);

        trainer.Step(Tiny.Images());
        trainer.Dispose();

        frozen.Sample(latents).Equals(before).Should().BeTrue();
    }

    [Fact]
    public void Its_images_can_be_trained_on()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze();

        DcganStep step = trainer.Step(frozen.Sample(frozen.DrawLatents(4, seed: 1)));

        step.Number.Should().Be(1);
    }

    [Fact]
    public void Says_what_is_wrong_with_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        FrozenGenerator frozen = generator.Freeze();

        frozen.Invoking(it => it.Sample(torch.zeros(2, 99))).Should().Throw<ArgumentException>().WithMessage("latents: expected [N, *] but was [2, 99].*");
        frozen.Invoking(it => it.DrawLatents(0, 1)).Should().Throw<ArgumentException>().WithMessage("count: must be at least 1 but was 0.*");
        torch.Tensor latents = frozen.DrawLatents(1, 1);
        frozen.Dispose();
        frozen.Invoking(it => it.Sample(latents)).Should().Throw<ObjectDisposedException>();
        frozen.Invoking(it => it.DrawLatents(1, 1)).Should().Throw<ObjectDisposedException>();
        generator.Dispose();
        generator.Invoking(it => it.Freeze()).Should().Throw<ObjectDisposedException>();
    }
}
