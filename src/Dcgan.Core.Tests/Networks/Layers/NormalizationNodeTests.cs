using System.Runtime.Intrinsics;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>The layer's own batch normalization, compared with libtorch's in float64.</summary>
public sealed class NormalizationNodeTests
{
    /// <summary>Rounding of a normalized map of float32: of the map, the scale, the shift and the result.</summary>
    private const double Float32Rounding = 1e-5;

    /// <summary>Half a unit in the last place, relative to the largest value of its binade.</summary>
    private const double BFloat16Rounding = 1.0 / 256;

    public static TheoryData<long[], long[], double> Shapes { get; } = new()
    {
        { [6, 16, 4, 4], [6], 0.2 },
        { [6, 48, 5, 3], [2, 4], 0.2 },
        { [32, 64, 32, 32], [16, 16], 0 }, // Many blocks.
        { [5, 4, 4, 4], [2, 3], 0.2 }, // Fewer channels than lanes.
        { [4, 1, 8, 8], [4], 0 },
        { [4, 8, 6, 5], [2, 2], 1 },
        { [2, 256, 1, 1], [2], 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_those_of_libtorch(long[] shape, long[] parts, double slope)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem exact = new(shape, torch.float64), single = exact.In(torch.float32);

        torch.Tensor expected = exact.ByLibtorch(parts, slope), actual = single.ByNode(parts, slope);
        exact.Backward(expected);
        single.Backward(actual);

        ShouldBeNear(actual, expected, Float32Rounding);
        ShouldBeNear(single.Maps.grad!, exact.Maps.grad!, 10 * Float32Rounding);
        ShouldBeNear(single.Weight.grad!, exact.Weight.grad!, 10 * Float32Rounding);
        ShouldBeNear(single.Bias.grad!, exact.Bias.grad!, 10 * Float32Rounding);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_bfloat16_only_the_results_are_rounded(long[] shape, long[] parts, double slope)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem half = new Problem(shape, torch.float64).In(torch.bfloat16), exact = half.In(torch.float64);

        torch.Tensor expected = exact.ByLibtorch(parts, slope), actual = half.ByNode(parts, slope);
        exact.Backward(expected);
        half.Backward(actual);

        actual.dtype.Should().Be(torch.bfloat16);
        ShouldBeNear(actual, expected, BFloat16Rounding);
        ShouldBeNear(half.Maps.grad!, exact.Maps.grad!, BFloat16Rounding);
        ShouldBeNear(half.Weight.grad!, exact.Weight.grad!, 10 * Float32Rounding);
        ShouldBeNear(half.Bias.grad!, exact.Bias.grad!, 10 * Float32Rounding);
    }

    /// <summary>A penalty on gradients needs them.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Second_derivatives_are_those_of_libtorch(long[] shape, long[] parts, double slope)
    {
        if (shape[2] == 32)
        {
            shape = [8, 64, 4, 4];
            parts = [4, 4];
        }

        using DisposeScope scope = torch.NewDisposeScope();
        Problem exact = new(shape, torch.float64), single = exact.In(torch.float32);

        Slopes.Of(exact.ByLibtorch(parts, slope), exact.Maps, exact.Weight, exact.Bias).backward();
        BackwardPass.Run(() => Slopes.Of(single.ByNode(parts, slope), single.Maps, single.Weight, single.Bias).backward());

        ShouldBeNear(single.Maps.grad!, exact.Maps.grad!, 1e-3);
        ShouldBeNear(single.Weight.grad!, exact.Weight.grad!, 1e-3);
        ShouldBeNear(single.Bias.grad!, exact.Bias.grad!, 1e-3);
    }

    [Fact]
    public void A_mean_far_from_0_costs_no_accuracy()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = (Tiny.Normal([64, 16, 32, 32], seed: 1) + 1000).to(torch.float32);
        torch.Tensor exact = maps.to(torch.float64);
        (torch.Tensor weight, torch.Tensor bias) = (torch.ones(16), torch.zeros(16));

        torch.Tensor actual = NormalizationNode.Apply(maps, weight, bias, new NormalizationPass([64], slope: 1));

        torch.Tensor expected = (exact - exact.mean([0, 2, 3], keepdim: true))
            / (exact.var([0, 2, 3], unbiased: false, keepdim: true) + BatchNormalization.Epsilon).sqrt();
        (actual.to(torch.float64) - expected).abs().max().item<double>().Should().BeLessThan(1000 * 1.2e-7 * 2, "a shift of 1000 is rounded to float32");
    }

    [Theory]
    [InlineData(double.NaN, 0.2, double.NaN)]
    [InlineData(double.PositiveInfinity, 0, double.NaN)]
    public void A_diverged_map_shows(double value, double slope, double expected)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.ones(2, 16, 2, 2);
        maps[0, 3, 1, 1] = torch.tensor((float)value);

        torch.Tensor actual = NormalizationNode.Apply(maps, torch.ones(16), torch.zeros(16), new NormalizationPass([2], slope));

        actual[0, 3, 1, 1].item<float>().Should().Be((float)expected);
        actual[0, 4, 1, 1].item<float>().Should().Be(0);
    }

    [Fact]
    public void Other_memory_layouts_give_the_same_bits()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem problem = new Problem([6, 32, 5, 3], torch.float32), other = problem.In(torch.float32);
        torch.Tensor expected = problem.ByNode([6], 0.2);
        problem.Backward(expected);

        torch.Tensor actual = NormalizationNode.Apply(
            ChannelsLast.Of(other.Maps), other.Weight, other.Bias, new NormalizationPass([6], 0.2));
        other.Backward(actual);

        actual.Equals(expected).Should().BeTrue();
        other.Maps.grad!.Equals(problem.Maps.grad!).Should().BeTrue();
    }

    [Fact]
    public void Running_statistics_follow_as_in_libtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var exact = new Problem([6, 16, 4, 4], torch.float64);
        (torch.Tensor mean, torch.Tensor variance) = (torch.zeros(16, torch.float64), torch.ones(16, torch.float64));
        using var running = new ChannelStatistics(torch.zeros(16), torch.ones(16));
        foreach (torch.Tensor part in exact.Maps.detach().split([2L, 4L]))
        {
            torch.nn.functional.batch_norm(part, mean, variance, exact.Weight, exact.Bias, training: true, momentum: 0.25);
        }

        var pass = new NormalizationPass([2, 4], 0.2);
        Problem single = exact.In(torch.float32);
        _ = NormalizationNode.Apply(single.Maps, single.Weight, single.Bias, pass);
        running.Update(pass.Statistics!, momentum: 0.25);

        ShouldBeNear(running.Mean, mean, Float32Rounding);
        ShouldBeNear(running.Variance, variance, Float32Rounding);
    }

    [Theory]
    [InlineData(16, 2, 4, true)]
    [InlineData(8, 2, 2, true)]
    [InlineData(24, 2, 4, false)] // Neither a multiple nor a part of a vector.
    [InlineData(16, 1, 1, false)] // One value a channel, which has no variance.
    public void Only_channels_that_fill_vectors_are_supported(int channels, int count, int side, bool isSupported)
    {
        using DisposeScope scope = torch.NewDisposeScope();

        NormalizationPass.Supports(torch.zeros(count, channels, side, side), [count], torch.ones(channels))
            .Should().Be(isSupported && Vector512.IsHardwareAccelerated);
    }

    [Fact]
    public void What_does_not_fit_is_left_to_libtorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.zeros(4, 16, 2, 2), vector = torch.ones(16);

        NormalizationPass.Supports(maps, [2, 2], vector, vector).Should().Be(Vector512.IsHardwareAccelerated);
        NormalizationPass.Supports(maps, [2, 1], vector, vector).Should().BeFalse("a hook may have changed the number of images");
        NormalizationPass.Supports(maps, [4, 4], vector, vector).Should().BeFalse();
        NormalizationPass.Supports(maps, [4], vector, torch.ones(8)).Should().BeFalse();
        NormalizationPass.Supports(maps, [4], vector, torch.ones(16, torch.float64)).Should().BeFalse();
        NormalizationPass.Supports(maps, [4], vector, torch.ones(32)[torch.TensorIndex.Slice(step: 2)]).Should().BeFalse();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_what_needs_a_gradient_gets_one(bool mapsNeedGradient, bool weightNeedsGradient)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem problem = new([6, 16, 4, 4], torch.float32);
        torch.Tensor maps = problem.Maps.detach().requires_grad_(mapsNeedGradient);
        torch.Tensor weight = problem.Weight.detach().requires_grad_(weightNeedsGradient);
        torch.Tensor bias = problem.Bias.detach();
        problem.Backward(problem.ByNode([6], 0.2));

        problem.Backward(NormalizationNode.Apply(maps, weight, bias, new NormalizationPass([6], 0.2)));

        (mapsNeedGradient ? maps : weight).grad!.Equals((mapsNeedGradient ? problem.Maps : problem.Weight).grad!).Should().BeTrue();
        (mapsNeedGradient ? weight : maps).grad.Should().BeNull();
        bias.grad.Should().BeNull();
    }

    [Fact]
    public void A_graph_that_is_kept_gives_the_same_gradients_again()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem problem = new([6, 16, 4, 4], torch.float32);
        torch.Tensor sum = (problem.ByNode([2, 4], 0.2) * problem.Upstream).sum();
        BackwardPass.Run(() => torch.autograd.backward([sum], retain_graph: true));
        torch.Tensor once = problem.Maps.grad!.clone();

        BackwardPass.Run(() => torch.autograd.backward([sum], retain_graph: true));

        problem.Maps.grad!.Equals(once * 2).Should().BeTrue();
    }

    /// <summary>A trainer recognizes a diverged step by its gradients.</summary>
    [Fact]
    public void A_gradient_that_is_not_a_number_stays_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Problem problem = new([6, 16, 4, 4], torch.float32);

        BackwardPass.Run(() => problem.ByNode([6], 0.2).backward([problem.Upstream * double.NaN]));

        problem.Maps.grad!.isnan().all().item<bool>().Should().BeTrue();
        problem.Weight.grad!.isnan().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void A_layer_of_float32_trains_like_one_of_float64()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new torch.Generator(1, torch.CPU);
        using var single = new BatchNormalization(16, slope: 0.2, new WeightInitializer(Initialization.Normal, random));
        using var exact = new BatchNormalization(16, slope: 0.2, new WeightInitializer(Initialization.Normal, random));
        _ = exact.to(torch.float64);
        foreach ((torch.Tensor to, torch.Tensor from) in exact.parameters().Zip(single.parameters()))
        {
            using IDisposable noGradients = torch.no_grad();
            to.copy_(from);
        }

        torch.Tensor maps = Tiny.Normal([6, 16, 4, 4], seed: 1);

        torch.Tensor expected = PassArguments.Call(exact, maps, [2, 4]);
        torch.Tensor actual = PassArguments.Call(single, maps.to(torch.float32), [2, 4]);

        ShouldBeNear(actual, expected, Float32Rounding);
        ShouldBeNear(single.Running.Mean, exact.Running.Mean, Float32Rounding);
        ShouldBeNear(single.Running.Variance, exact.Running.Variance, Float32Rounding);
        single.Updates.Should().Be(exact.Updates).And.Be(2);
    }

    private static void ShouldBeNear(torch.Tensor actual, torch.Tensor expected, double rounding)
    {
        actual.shape.Should().Equal(expected.shape);
        double largest = expected.abs().max().item<double>();
        (actual.to(torch.float64) - expected.to(torch.float64)).abs().max().item<double>().Should().BeLessThan(rounding * Math.Max(1, largest));
    }

    private sealed record Problem(torch.Tensor Maps, torch.Tensor Weight, torch.Tensor Bias, torch.Tensor Upstream)
    {
        internal Problem(long[] shape, torch.ScalarType type)
            : this(
                Leaf(Tiny.Normal(shape, seed: 1) + 0.5, type),
                Leaf(Tiny.Normal([shape[1]], seed: 2), type),
                Leaf(Tiny.Normal([shape[1]], seed: 3), type),
                Tiny.Normal(shape, seed: 4).to(type))
        {
        }

        /// <summary>The same maps in another type. Parameters are float32 if the maps are bfloat16.</summary>
        internal Problem In(torch.ScalarType type)
        {
            torch.ScalarType ofParameters = type == torch.bfloat16 ? torch.float32 : type;
            return new(Leaf(Maps, type), Leaf(Weight, ofParameters), Leaf(Bias, ofParameters), Upstream.to(type));
        }

        internal torch.Tensor ByNode(long[] parts, double slope) =>
            NormalizationNode.Apply(Maps, Weight, Bias, new NormalizationPass(parts, slope));

        internal torch.Tensor ByLibtorch(long[] parts, double slope) => torch.cat(
            [.. Maps.split(parts).Select(part => torch.nn.functional.batch_norm(part, null, null, Weight, Bias, true, 0.1, BatchNormalization.Epsilon))])
            .leaky_relu(slope);

        internal void Backward(torch.Tensor output) => BackwardPass.Run(() => output.backward([Upstream]));

        private static torch.Tensor Leaf(torch.Tensor values, torch.ScalarType type) => values.detach().clone().to(type).requires_grad_();
    }
}
