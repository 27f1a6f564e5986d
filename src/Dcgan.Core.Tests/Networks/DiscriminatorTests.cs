using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class DiscriminatorTests
{
    public static TheoryData<DiscriminatorOptions, int> Shapes => new()
    {
        { new(), 2 },
        { Tiny.Discriminator, 7 },
        { new() { BaseSize = 1, Depths = [3], ImageChannels = 1 }, 2 },
        { new() { BaseSize = 3, Depths = [6, 8, 10], ImageChannels = 4 }, 5 },
        { DiscriminatorOptions.Paper with { BaseSize = 1, Depths = [4, 4, 4, 4, 4, 4] }, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Judges_images_of_the_size_that_the_options_name(DiscriminatorOptions options, int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(options);

        torch.Tensor logits = discriminator.call(torch.rand(count, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width));

        logits.shape.Should().Equal(count, 2);
        logits.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void State_dict_keys_are_a_contract()
    {
        using var discriminator = new Discriminator(Tiny.Discriminator);

        discriminator.state_dict().Keys.Should().BeEquivalentTo(
            "stages.0.weight",
            "stages.0.norm.weight", "stages.0.norm.bias", "stages.0.norm.running_mean", "stages.0.norm.running_var",
            "stages.1.weight",
            "stages.1.norm.weight", "stages.1.norm.bias", "stages.1.norm.running_mean", "stages.1.norm.running_var",
            "classifier.weight", "classifier.bias");
    }

    [Fact]
    public void An_unnormalized_first_stage_has_a_bias_instead()
    {
        using var discriminator = new Discriminator(Tiny.Discriminator with { NormalizesFirstStage = false });

        discriminator.state_dict().Keys.Where(key => key.StartsWith("stages.0", StringComparison.Ordinal))
            .Should().BeEquivalentTo("stages.0.weight", "stages.0.bias");
    }

    [Fact]
    public void Running_statistics_move_a_hundredth_toward_the_batchs()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator);
        torch.Tensor images = Tiny.Images(8);
        torch.Tensor weight = discriminator.state_dict()["stages.0.weight"];
        torch.Tensor maps = torch.nn.functional.conv2d(images, weight, strides: [2, 2], padding: [2, 2]);
        torch.Tensor mean = maps.mean([0, 2, 3]);
        torch.Tensor variance = maps.var([0, 2, 3], unbiased: true);

        _ = discriminator.call(images);

        Dictionary<string, torch.Tensor> state = discriminator.state_dict();
        (state["stages.0.norm.running_mean"] - (0.01 * mean)).abs().max().item<float>().Should().BeLessThan(1e-6f);
        (state["stages.0.norm.running_var"] - (0.99 + (0.01 * variance))).abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Fact]
    public void Generator_and_discriminator_of_one_seed_do_not_share_their_draws()
    {
        using var generator = new Generator(new GeneratorOptions { LatentSize = 4, BaseSize = 1, Depths = [4] }, seed: 5);
        using var discriminator = new Discriminator(new DiscriminatorOptions { BaseSize = 1, Depths = [4] }, seed: 5);

        double[] one = Tiny.Values(generator)["project.linear.weight"];
        double[] other = Tiny.Values(discriminator)["stages.0.weight"];

        (one[0] / one[1]).Should().NotBeApproximately(other[0] / other[1], 1e-6);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused_before_anything_native()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator);

        void Refuses(torch.Tensor images, string message) =>
            discriminator.Invoking(it => it.call(images)).Should().Throw<ArgumentException>().WithMessage(message);

        Refuses(torch.zeros(32, 1, 28, 28), "images: expected [N, 3, 8, 8] but was [32, 1, 28, 28].*");
        Refuses(torch.zeros(3, 8, 8), "images: expected [N, 3, 8, 8] but was [3, 8, 8].*");
        Refuses(torch.zeros(1, 3, 8, 8), "images: batch normalization in training needs a batch of at least 2 but was 1.*");
        Refuses(
            torch.zeros(2, 3, 8, 8, dtype: torch.uint8),
            "images: expected Float32 but was Byte; ImagePixels.ToImages converts bytes to images.*");
    }
}
