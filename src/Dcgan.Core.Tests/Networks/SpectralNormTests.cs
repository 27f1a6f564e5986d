using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>Tests discriminators with spectral normalization.</summary>
public sealed class SpectralNormTests
{
    private static readonly DiscriminatorOptions Options = Tiny.Discriminator with { SpectralNorm = true, BatchNorm = false };

    [Fact]
    public void It_adds_a_vector_to_each_layer_and_leaves_the_first_weights_of_a_seed()
    {
        using var plain = new Discriminator(Options with { SpectralNorm = false }, seed: 3);
        using var normalized = new Discriminator(Options, seed: 3);

        Dictionary<string, double[]> values = Tiny.Values(normalized);
        values.Keys.Except(plain.state_dict().Keys).Should().BeEquivalentTo("stages.0.spectral.u", "stages.1.spectral.u", "classifier.spectral.u");
        foreach (string key in values.Keys.Where(key => key.EndsWith(".u", StringComparison.Ordinal)).ToArray())
        {
            values.Remove(key);
        }

        values.ShouldHaveTheBitsOf(Tiny.Values(plain));
    }

    [Fact]
    public void An_alternating_step_iterates_for_real_images_for_generated_ones_and_for_the_generators_update()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating() }, Options);
        using DcganTrainer twin = Tiny.Trainer(new DcganTrainerOptions(), Options);
        foreach (TorchSharp.Modules.Parameter parameter in trainer.Discriminator.parameters())
        {
            parameter.requires_grad = false; // So the passes find the same weights.
        }

        trainer.Step(Tiny.Images());
        for (int pass = 0; pass < 3; pass++)
        {
            twin.Discriminator.call(Tiny.Images());
        }

        Tiny.Values(trainer.Discriminator).ShouldHaveTheBitsOf(Tiny.Values(twin.Discriminator));
    }

    [Theory]
    [InlineData(true, ComputePrecision.Float32)]
    [InlineData(false, ComputePrecision.Float32)]
    [InlineData(false, ComputePrecision.BFloat16)]
    public void The_output_does_not_depend_on_the_scale_of_the_weights(bool batchNorm, ComputePrecision precision)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Options with { BatchNorm = batchNorm, Precision = precision });
        discriminator.eval();
        torch.Tensor before = discriminator.call(Tiny.Images());
        using (torch.no_grad())
        {
            foreach ((string key, torch.Tensor value) in discriminator.state_dict())
            {
                _ = key.EndsWith("weight", StringComparison.Ordinal) && value.dim() > 1 ? value.mul_(64) : value;
            }
        }

        (discriminator.call(Tiny.Images()) - before).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Training_moves_the_vectors_and_evaluation_does_not()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Options);
        Dictionary<string, double[]> before = Tiny.Values(discriminator);

        discriminator.eval();
        _ = discriminator.call(Tiny.Images());
        _ = discriminator.Features(Tiny.Images());
        Tiny.Values(discriminator).ShouldHaveTheBitsOf(before);

        discriminator.train();
        _ = discriminator.call(Tiny.Images());
        Tiny.Values(discriminator).ShouldNotHaveTheBitsOf(before);
    }

    [Fact]
    public void It_trains_and_a_step_that_fails_puts_the_vectors_back()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Options);
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>();

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.Step(Tiny.Images());
        Tiny.Values(trainer)["discriminator.stages.0.spectral.u"].Should().NotEqual(before["discriminator.stages.0.spectral.u"]);
    }

    [Fact]
    public void Images_have_a_second_gradient_as_penalties_need_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Options);
        torch.Tensor images = Tiny.Images().requires_grad_();
        torch.Tensor gradient = torch.autograd.grad([discriminator.call(images).sum()], [images], retain_graph: true, create_graph: true)[0];

        gradient.square().sum().backward();

        discriminator.parameters().First().grad!.abs().sum().item<float>().Should().BePositive();
    }
}
