using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class GeneratorTests
{
    public static TheoryData<GeneratorOptions, int> Shapes => new()
    {
        { new(), 2 },
        { Tiny.Generator, 7 },
        { new() { LatentSize = 1, BaseSize = 1, Depths = [3], ImageChannels = 1 }, 2 },
        { new() { LatentSize = 9, BaseSize = 3, Depths = [12, 10, 8], ImageChannels = 4 }, 5 },
        { new() { LatentSize = 9, BaseSize = 1, Depths = [4, 4, 4, 4, 4, 4], ImageChannels = 1 }, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Makes_images_of_the_size_that_the_options_name(GeneratorOptions options, int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(options);

        torch.Tensor images = generator.call(generator.DrawLatents(count, seed: 1));

        images.shape.Should().Equal(count, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width);
        images.abs().max().item<float>().Should().BeInRange(float.Epsilon, 1);
        images.requires_grad.Should().BeTrue();
    }

    [Fact]
    public void State_dict_keys_are_a_contract()
    {
        using var generator = new Generator(Tiny.Generator);

        generator.state_dict().Keys.Should().BeEquivalentTo(
            "project.linear.weight", "project.linear.bias",
            "project.norm.weight", "project.norm.bias", "project.norm.running_mean", "project.norm.running_var",
            "stages.0.weight",
            "stages.0.norm.weight", "stages.0.norm.bias", "stages.0.norm.running_mean", "stages.0.norm.running_var",
            "stages.1.weight", "stages.1.bias");
    }

    [Fact]
    public void Reference_weights_are_drawn_uniformly_within_glorots_limit()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(new GeneratorOptions { Depths = [64, 32], BaseSize = 4 });
        Dictionary<string, torch.Tensor> state = generator.state_dict();

        ShouldFillUniformly(state["project.linear.weight"], Math.Sqrt(6.0 / (100 + (64 * 16))));
        ShouldFillUniformly(state["stages.0.weight"], Math.Sqrt(6.0 / (25 * (64 + 32))));
        ShouldFillUniformly(state["stages.1.weight"], Math.Sqrt(6.0 / (25 * (32 + 3))));
        state["project.linear.bias"].abs().max().item<float>().Should().Be(0);
        state["stages.1.bias"].abs().max().item<float>().Should().Be(0);
        state["project.norm.weight"].sub(1).abs().max().item<float>().Should().Be(0);
        state["project.norm.bias"].abs().max().item<float>().Should().Be(0);
    }

    [Fact]
    public void Paper_weights_are_drawn_normally_with_deviation_002()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(GeneratorOptions.Paper with { Depths = [64, 32] });
        Dictionary<string, torch.Tensor> state = generator.state_dict();

        ShouldBeNormal(state["project.linear.weight"], 0);
        ShouldBeNormal(state["stages.0.weight"], 0);
        state["stages.0.norm.weight"].mean().item<float>().Should().BeApproximately(1, 0.02f);
        state["stages.0.norm.weight"].std().item<float>().Should().BeInRange(0.01f, 0.03f);
        state["stages.1.bias"].abs().max().item<float>().Should().Be(0);
    }

    [Fact]
    public void One_seed_is_one_network_whatever_torchs_own_generator_does()
    {
        using var one = new Generator(Tiny.Generator, seed: 7);
        torch.rand(3).Dispose();
        using var same = new Generator(Tiny.Generator, seed: 7);
        using var other = new Generator(Tiny.Generator, seed: 8);

        Tiny.Values(same).ShouldHaveTheBitsOf(Tiny.Values(one));
        Tiny.Values(other)["stages.0.weight"].Should().NotEqual(Tiny.Values(one)["stages.0.weight"]);
    }

    [Fact]
    public void Uniform_latents_fill_minus_one_to_one_and_normal_ones_are_standard()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var uniform = new Generator(Tiny.Generator);
        using var normal = new Generator(Tiny.Generator with { LatentDistribution = LatentDistribution.Normal });

        torch.Tensor even = uniform.DrawLatents(4000, seed: 3);
        torch.Tensor bell = normal.DrawLatents(4000, seed: 3);

        even.shape.Should().Equal(4000, 5);
        even.abs().max().item<float>().Should().BeInRange(0.99f, 1);
        even.std().item<float>().Should().BeApproximately(1 / MathF.Sqrt(3), 0.02f);
        bell.mean().item<float>().Should().BeApproximately(0, 0.03f);
        bell.std().item<float>().Should().BeApproximately(1, 0.03f);
        bell.abs().max().item<float>().Should().BeGreaterThan(2);
    }

    [Fact]
    public void A_seed_names_its_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);

        torch.Tensor latents = generator.DrawLatents(3, seed: 11);

        generator.DrawLatents(3, seed: 11).Equals(latents).Should().BeTrue();
        generator.DrawLatents(3, seed: 12).Equals(latents).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sampling_has_no_gradients_and_leaves_the_mode_as_it_was(bool training)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        generator.train(training);
        Dictionary<string, double[]> before = Tiny.Values(generator);

        torch.Tensor images = generator.Sample(generator.DrawLatents(3, seed: 1));

        images.requires_grad.Should().BeFalse();
        generator.training.Should().Be(training);
        generator.children().Should().OnlyContain(child => child.training == training);
        Tiny.Values(generator).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void Several_threads_may_sample_one_generator()
    {
        using var generator = new Generator(Tiny.Generator);
        Dictionary<string, double[]> before = Tiny.Values(generator);
        using torch.Tensor latents = generator.DrawLatents(64, seed: 1);
        using torch.Tensor expected = generator.Sample(latents);

        Together.Run(threads: 4, rounds: 16, (_, _) =>
        {
            using torch.Tensor images = generator.Sample(latents);
            images.Equals(expected).Should().BeTrue();
        });

        generator.training.Should().BeTrue();
        Tiny.Values(generator).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void Latents_that_fill_up_a_batch_are_none_of_the_samples()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.Tensor[] seen = [];
        var hook = (trainer.Generator.register_forward_pre_hook((_, latents) =>
        {
            seen = [latents.clone().MoveToOtherDisposeScope(scope)];
            return latents;
        }));

        trainer.Sample(32);

        torch.Tensor rows = seen.Single();
        rows.shape.Should().Equal(64, 5);
        torch.cdist(rows.narrow(0, 0, 32), rows.narrow(0, 32, 32)).min().item<float>().Should().BePositive();
    }

    [Fact]
    public void A_failed_sample_leaves_the_mode_as_it_was()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);

        generator.Invoking(it => it.Sample(torch.zeros(3, 5, dtype: torch.float64))).Should().Throw<ArgumentException>();

        generator.training.Should().BeTrue();
    }

    [Fact]
    public void By_running_statistics_an_image_depends_on_its_own_latent_only()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        torch.Tensor latents = generator.DrawLatents(150, seed: 1);

        torch.Tensor together = generator.Sample(latents, statistics: SamplingStatistics.Running);
        torch.Tensor alone = generator.Sample(latents[149].unsqueeze(0), statistics: SamplingStatistics.Running);

        together.shape.Should().Equal(150, 3, 8, 8);
        (together[149] - alone[0]).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void By_batch_statistics_images_are_those_of_training()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        torch.Tensor latents = generator.DrawLatents(64, seed: 1);

        torch.Tensor sampled = generator.Sample(latents);

        sampled.Equals(generator.call(latents)).Should().BeTrue();
        sampled.Equals(generator.Sample(latents, statistics: SamplingStatistics.Running)).Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(130)]
    public void Any_count_can_be_sampled_by_batch_statistics(int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);

        torch.Tensor images = generator.Sample(generator.DrawLatents(count, seed: 1));

        images.shape.Should().Equal(count, 3, 8, 8);
        images[count - 1].std().item<float>().Should().BePositive();
        images.Equals(generator.Sample(generator.DrawLatents(count, seed: 1))).Should().BeTrue();
    }

    [Fact]
    public void Latents_that_do_not_fit_are_refused_before_anything_native()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        torch.Tensor disposed = torch.zeros(2, 5);
        disposed.Dispose();

        void Refuses(torch.Tensor latents, string message) =>
            generator.Invoking(it => it.call(latents)).Should().Throw<ArgumentException>().WithMessage(message);

        Refuses(torch.zeros(2, 6), "latents: expected [N, 5] but was [2, 6].*");
        Refuses(torch.zeros(5), "latents: expected [N, 5] but was [5].*");
        Refuses(torch.zeros(1, 5), "latents: batch normalization in training needs a batch of at least 2 but was 1.*");
        Refuses(torch.zeros(2, 5, dtype: torch.float64), "latents: expected Float32 but was Float64.*");
        Refuses(torch.zeros(2, 5, device: torch.META), "latents: the tensor is on the meta device and has no data.*");
        Refuses(torch.ones(2, 5).to_sparse(), "latents: the tensor is sparse.*");
        Refuses(disposed, "latents: the tensor has been disposed.*");
        Refuses(null!, "*latents*");
        generator.eval();
        Refuses(torch.zeros(0, 5), "latents: expected at least 1 row but was 0.*");
        generator.Invoking(it => it.DrawLatents(0, 1)).Should().Throw<ArgumentException>()
            .WithMessage("count: must be at least 1 but was 0.*");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Latents_that_are_not_finite_are_not_sampled(double value)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        FrozenGenerator frozen = generator.Freeze();
        torch.Tensor latents = generator.DrawLatents(2, seed: 1);
        latents[1, 4] = value;

        generator.Invoking(it => it.Sample(latents)).Should().Throw<ArgumentException>()
            .WithMessage("latents: must be finite but contain NaN or infinite values.*");
        frozen.Invoking(it => it.Sample(latents)).Should().Throw<ArgumentException>()
            .WithMessage("latents: must be finite but contain NaN or infinite values.*");
    }

    private static void ShouldFillUniformly(torch.Tensor weight, double limit)
    {
        weight.abs().max().item<float>().Should().BeInRange((float)(0.98 * limit), (float)limit);
        weight.std().item<float>().Should().BeApproximately((float)(limit / Math.Sqrt(3)), (float)(0.03 * limit));
        weight.mean().item<float>().Should().BeApproximately(0, (float)(0.05 * limit));
    }

    private static void ShouldBeNormal(torch.Tensor weight, float mean)
    {
        weight.mean().item<float>().Should().BeApproximately(mean, 0.001f);
        weight.std().item<float>().Should().BeApproximately(0.02f, 0.001f);
        weight.abs().max().item<float>().Should().BeGreaterThan(0.06f, "some of this many normal draws exceed 3 standard deviations");
    }
}
