using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

public sealed class SamplingTests : CudaTest
{
    public static TheoryData<string, torch.ScalarType, double> Networks
    {
        get
        {
            TheoryData<string, torch.ScalarType, double> data = [];
            foreach (string name in Generators.Keys)
            {
                data.Add(name, torch.float64, Near.Double);
                data.Add(name, torch.float32, Near.Single);
            }

            return data;
        }
    }

    private static Dictionary<string, GeneratorOptions> Generators { get; } = new()
    {
        ["uniform latents"] = Tiny.Generator,
        ["normal latents, smooth output"] =
            Tiny.Generator with { LatentDistribution = LatentDistribution.Normal, KernelSize = 4, SmoothOutput = true },
        ["classes"] = Tiny.Generator with { Classes = 3 },
        ["class embeddings"] = Tiny.Generator with { Classes = 3, LabelSize = 4 },
        ["rectangles"] = Tiny.Generator with { BaseSize = (2, 3) },
        ["wide"] = new() { LatentSize = 5, BaseSize = 4, Depths = [512, 8] },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Samples_are_those_of_the_CPU_with_each_kind_of_statistics(string name, torch.ScalarType type, double tolerance)
    {
        (Generator generator, Generator expected) = Both(Generators[name], type);
        torch.Tensor latents = expected.DrawLatents(70, seed: 2);
        torch.Tensor? labels = generator.Options.Classes == 0 ? null : torch.arange(70).remainder(3);

        // 70 images are more than one batch of 64.
        generator.DrawLatents(70, seed: 2).cpu().ShouldBeNear(latents, 0, "latents");
        generator.Sample(70, seed: 2).ShouldBeNear(expected.Sample(70, seed: 2), tolerance, "by batch");
        generator.Calibrate(100, seed: 4);
        expected.Calibrate(100, seed: 4);
        foreach (SamplingStatistics statistics in Enum.GetValues<SamplingStatistics>())
        {
            torch.Tensor images = generator.Sample(latents.to(Gpu.Device), labels, statistics);
            images.device_type.Should().Be(Gpu.Device.type);
            images.ShouldBeNear(expected.Sample(latents, labels, statistics), tolerance, statistics.ToString());
        }

        Tiny.Values(generator).ShouldBeNear(Tiny.Values(expected), tolerance);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Frozen_generators_sample_as_those_of_the_CPU(string name, torch.ScalarType type, double tolerance)
    {
        (Generator generator, Generator expected) = Both(Generators[name], type);
        using FrozenGenerator frozen = generator.Freeze();
        using FrozenGenerator expectedFrozen = expected.Freeze();
        using FrozenGenerator running = generator.Freeze(SamplingStatistics.Running);
        using FrozenGenerator expectedRunning = expected.Freeze(SamplingStatistics.Running);

        frozen.Sample(70, seed: 3).ShouldBeNear(expectedFrozen.Sample(70, seed: 3), tolerance, "calibrated");
        running.Sample(3, seed: 3).ShouldBeNear(expectedRunning.Sample(3, seed: 3), tolerance, "running");
        frozen.DrawLatents(3, seed: 3).device_type.Should().Be(Gpu.Device.type);
    }

    [Fact]
    public void Labels_may_be_on_either_device()
    {
        (Generator generator, _) = Both(Generators["classes"], torch.float64);
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(4, seed: 1);
        torch.Tensor labels = torch.tensor(new long[] { 2, 0, 1, 2 });

        generator.Sample(latents, labels).ShouldBeNear(generator.Sample(latents, labels.to(Gpu.Device)), 0);
        frozen.Sample(latents, labels).ShouldBeNear(frozen.Sample(latents, labels.to(Gpu.Device)), 0);
        generator.forward(latents, labels).ShouldBeNear(generator.forward(latents, labels.to(Gpu.Device)), 0);
    }

    [Fact]
    public void A_trainer_draws_the_samples_of_the_CPU_and_goes_on_as_it_does()
    {
        StepCase run = StepCases.All["EMA by half-life"];
        using DcganTrainer trainer = run.Trainer(Gpu.Device);
        using DcganTrainer expected = run.Trainer(torch.CPU);

        trainer.Sample(3).ShouldBeNear(expected.Sample(3), Near.Double);
        trainer.Sample(3).ShouldBeNear(expected.Sample(3), Near.Double);
    }

    [Theory]
    [InlineData(LatentPath.Spherical, false)]
    [InlineData(LatentPath.Spherical, true)]
    [InlineData(LatentPath.Linear, true)]
    public void Walks_are_those_of_the_CPU(LatentPath path, bool closed)
    {
        torch.Tensor latents = Tiny.Normal([4, 5], seed: 1);

        Latents.Walk(latents.to(Gpu.Device), 17, path, closed).ShouldBeNear(Latents.Walk(latents, 17, path, closed), Near.Double);
    }

    [Theory]
    [InlineData(LatentDistribution.Normal)]
    [InlineData(LatentDistribution.Uniform)]
    public void Functions_of_latents_are_those_of_the_CPU(LatentDistribution distribution)
    {
        torch.Tensor[] cpu = [.. Enumerable.Range(0, 3).Select(seed => Tiny.Normal([4, 5], seed).clamp(-3, 3))];
        torch.Tensor[] gpu = [.. cpu.Select(latents => latents.to(Gpu.Device))];

        Latents.Lerp(gpu[0], gpu[1], 0.3).ShouldBeNear(Latents.Lerp(cpu[0], cpu[1], 0.3), Near.Double, "Lerp");
        Latents.Slerp(gpu[0], gpu[1], 0.3).ShouldBeNear(Latents.Slerp(cpu[0], cpu[1], 0.3), Near.Double, "Slerp");
        Latents.Slerp(gpu[0], -gpu[0], 0.3).ShouldBeNear(Latents.Slerp(cpu[0], -cpu[0], 0.3), Near.Double, "Slerp to the opposite");
        Latents.Arithmetic(gpu[0], gpu[1], gpu[2]).ShouldBeNear(Latents.Arithmetic(cpu[0], cpu[1], cpu[2]), Near.Double, "Arithmetic");
        Latents.Truncate(gpu[0].tanh(), 0.7, distribution).ShouldBeNear(Latents.Truncate(cpu[0].tanh(), 0.7, distribution), Near.Double, "Truncate");
    }

    [Fact]
    public void Grids_and_pixels_are_those_of_the_CPU()
    {
        torch.Tensor images = Tiny.Images(5);

        torch.Tensor grid = ImageGrid.Arrange(images.to(Gpu.Device), 2, 3);

        grid.device_type.Should().Be(Gpu.Device.type);
        grid.ShouldBeNear(ImageGrid.Arrange(images, 2, 3), 0);
        ImagePixels.FromImage(grid).Should().Equal(ImagePixels.FromImage(ImageGrid.Arrange(images, 2, 3)));
        ImagePixels.FromImage(images.to(Gpu.Device)[2]).Should().Equal(ImagePixels.FromImage(images[2]));
    }

    [Theory]
    [InlineData("uniform latents")]
    [InlineData("normal latents, smooth output")]
    [InlineData("rectangles")]
    public void Inversion_finds_what_the_CPU_finds(string name)
    {
        (Generator generator, Generator expected) = Both(Generators[name], torch.float64);
        torch.Tensor images = Tiny.Images(23, size: generator.Options.ImageSize).to(torch.float64);

        using Inversion inversion = generator.Invert(images.to(Gpu.Device), 10, new() { Restarts = 3, Seed = 5 });
        using Inversion other = expected.Invert(images, 10, new() { Restarts = 3, Seed = 5 });

        inversion.Latents.device_type.Should().Be(Gpu.Device.type);
        inversion.Latents.ShouldBeNear(other.Latents, 1e-7, "latents"); // Ten steps of Adam amplify rounding errors.
        inversion.Errors.ShouldBeNear(other.Errors, Near.Double, "errors");
        inversion.RestartErrors.ShouldBeNear(other.RestartErrors, Near.Double, "errors of all starts");
        inversion.Images.ShouldBeNear(other.Images, 1e-7, "images");
    }

    [Fact]
    public void Images_that_a_generator_made_lead_back_to_their_latents()
    {
        (Generator generator, _) = Both(Generators["uniform latents"], torch.float32);
        using FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(3, seed: 4);

        using Inversion inversion = generator.Invert(frozen.Sample(latents));

        (inversion.Latents - latents).abs().max().item<float>().Should().BeLessThan(0.1f);
    }

    private static (Generator OnGpu, Generator OnCpu) Both(GeneratorOptions options, torch.ScalarType type)
    {
        Generator generator = TrainedNetworks.Generator(options, type);
        generator.to(Gpu.Device);
        return (generator, TrainedNetworks.Generator(options, type));
    }
}
