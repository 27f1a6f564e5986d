using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class GraphNodeTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void An_exception_in_a_backward_pass_reaches_the_caller(bool firstNeedsGradient, bool secondNeedsGradient)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = torch.ones(2, 3).requires_grad_(firstNeedsGradient);
        torch.Tensor second = torch.ones(2, 3).requires_grad_(secondNeedsGradient);
        torch.Tensor output = FailingNode.Apply(first, second).sum();

        Action pass = () => BackwardPass.Run(() => output.backward());

        pass.Should().Throw<InvalidTimeZoneException>().WithMessage("on purpose");
        torch.Tensor leaf = torch.ones(2, 3).requires_grad_();
        BackwardPass.Run(() => leaf.sum().backward());
        leaf.grad!.data<float>().Should().AllBeEquivalentTo(1f, "the next pass is not affected");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_what_needs_a_gradient_gets_one(bool mapsNeedGradient, bool kernelNeedsGradient)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([2, 3, 4, 4], seed: 1).requires_grad_(mapsNeedGradient);
        torch.Tensor kernel = Tiny.Normal([3, 4, 5, 5], seed: 2).requires_grad_(kernelNeedsGradient);
        torch.Tensor upstream = Tiny.Normal([2, 4, 8, 8], seed: 3);
        torch.Tensor leaf = mapsNeedGradient ? maps : kernel;
        Upsampling.Direct(maps, kernel, bias: null).backward([upstream]);
        torch.Tensor expected = leaf.grad!.clone();
        leaf.grad = null;

        BackwardPass.Run(() => ConvolutionFunctions.Up(maps, kernel, Formulation.Tiles).backward([upstream]));

        (leaf.grad! - expected).abs().max().item<double>().Should().BeLessThan(1e-12);
        (mapsNeedGradient ? kernel : maps).grad.Should().BeNull();
    }

    /// <summary>A trainer recognizes a diverged step by its gradients.</summary>
    [Fact]
    public void A_gradient_that_is_not_a_number_stays_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([2, 3, 4, 4], seed: 1).requires_grad_();
        torch.Tensor kernel = Tiny.Normal([3, 4, 5, 5], seed: 2).requires_grad_();
        torch.Tensor upstream = torch.full([2, 4, 8, 8], double.NaN, torch.float64);

        BackwardPass.Run(() => ConvolutionFunctions.Up(maps, kernel, Formulation.Tiles).backward([upstream]));

        maps.grad!.isnan().all().item<bool>().Should().BeTrue();
        kernel.grad!.isnan().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void A_graph_that_is_kept_gives_the_same_gradients_again()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([2, 3, 8, 8], seed: 1).requires_grad_();
        torch.Tensor kernel = Tiny.Normal([4, 3, 5, 5], seed: 2).requires_grad_();
        torch.Tensor sum = ConvolutionFunctions.Down(maps, kernel, Formulation.Tiles).square().sum();
        BackwardPass.Run(() => torch.autograd.backward([sum], retain_graph: true));
        torch.Tensor once = kernel.grad!.clone();

        BackwardPass.Run(() => torch.autograd.backward([sum], retain_graph: true));

        (kernel.grad! - (2 * once)).abs().max().item<double>().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void Float32_rounds_like_the_direct_computation()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([2, 19, 6, 5], seed: 1);
        torch.Tensor kernel = Tiny.Normal([19, 13, 5, 5], seed: 2);
        torch.Tensor exact = Upsampling.Direct(maps, kernel, bias: null);
        (torch.Tensor single, torch.Tensor singleKernel) = (maps.to(torch.float32), kernel.to(torch.float32));

        double tiled = Error(Upsampling.Tiled(single, singleKernel, bias: null));
        double direct = Error(Upsampling.Direct(single, singleKernel, bias: null));

        tiled.Should().BeLessThan(10 * direct, "the transforms' coefficients are at most 3.375, along each axis twice");

        double Error(torch.Tensor output) => (output.to(torch.float64) - exact).square().mean().sqrt().item<double>();
    }

    /// <summary>
    /// Tiles round both factors and the product, each by at most 2^-9, and sums of overlapping windows. For random maps, the transforms
    /// amplify each of these errors by 4.8, the root mean square of the coefficients: at most 3 * 4.8 * 2^-9 in all.
    /// </summary>
    [Theory]
    [InlineData(4, 4, 2, 19, 83)] // Fewer tiles than channels of the smaller maps: a batch of products.
    [InlineData(12, 10, 4, 19, 83)] // More: groups. 83 channels are two whole cache lines, a vector and a rest.
    [InlineData(12, 10, 10, 83, 19)]
    public void BFloat16_rounds_factors_and_results_but_not_the_calculation(int height, int width, int count, int small, int large)
    {
        const double Most = 3 * 4.8 / 512;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([count, small, height, width], seed: 1).to(torch.bfloat16).requires_grad_();
        torch.Tensor kernel = Tiny.Normal([small, large, 5, 5], seed: 2).to(torch.float32).requires_grad_();
        torch.Tensor upstream = Tiny.Normal([count, large, 2 * height, 2 * width], seed: 3).to(torch.bfloat16);
        (torch.Tensor exactMaps, torch.Tensor exactKernel) = (Equality.Exact(maps), Equality.Exact(kernel));
        torch.Tensor exact = Upsampling.Direct(exactMaps, exactKernel, bias: null);
        exact.backward([upstream.to(torch.float64)]);

        torch.Tensor tiled = Upsampling.Tiled(maps, kernel, bias: null);
        BackwardPass.Run(() => tiled.backward([upstream]));

        tiled.dtype.Should().Be(torch.ScalarType.BFloat16);
        kernel.grad!.dtype.Should().Be(torch.ScalarType.Float32);
        Equality.RelativeError(tiled, exact).Should().BeLessThan(Most);
        Equality.RelativeError(maps.grad!, exactMaps.grad!).Should().BeLessThan(Most);
        Equality.RelativeError(kernel.grad!, exactKernel.grad!).Should().BeLessThan(Most);
    }

    [Fact]
    public unsafe void BFloat16_rounds_as_libtorch_does()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const uint Scatter = 2654435769; // 2^32 / golden ratio: bits of all exponents and fractions
        float[] values =
        [
            0, -0f, 1, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
            BitConverter.UInt32BitsToSingle(0x3F808000), BitConverter.UInt32BitsToSingle(0x3F818000), // Ties, to the even neighbor.
            .. Enumerable.Range(0, 1014).Select(index => BitConverter.UInt32BitsToSingle((uint)index * Scatter)).Select(value => float.IsNaN(value) ? 2 : value),
        ];
        float[] expected = [.. torch.tensor(values).to(torch.bfloat16).to(torch.float32).data<float>()];

        var rounded = new BFloat16Element[values.Length];
        fixed (float* from = values)
        {
            fixed (BFloat16Element* to = rounded)
            {
                for (int index = 0; index < values.Length; index += Vector512<float>.Count)
                {
                    BFloat16Element.Store(Vector512.Load(from + index), to + index);
                }
            }
        }

        values.Select(value => BFloat16Element.Of(value).Value).Should().Equal(expected);
        rounded.Select(element => element.Value).Should().Equal(expected);
        rounded.Select(element => element.Bits).Should().Equal(values.Select(value => BFloat16Element.Of(value).Bits), "also the sign of 0 is kept");
    }

    [Theory]
    [InlineData(0x7FFFFFFFU)]
    [InlineData(0xFFFFFFFFU)]
    [InlineData(0x7F800001U)]
    [InlineData(0xFFC00000U)]
    public unsafe void Every_NaN_stays_one_in_bfloat16(uint bits)
    {
        float notANumber = BitConverter.UInt32BitsToSingle(bits);
        BFloat16Element* rounded = stackalloc BFloat16Element[Vector512<float>.Count];

        BFloat16Element.Store(Vector512.Create(notANumber), rounded);

        rounded[3].Value.Should().Be(float.NaN);
        BFloat16Element.Of(notANumber).Value.Should().Be(float.NaN);
    }

    /// <summary>A penalty on gradients needs second derivatives. Its error is that of three computations after one another.</summary>
    [Theory]
    [InlineData("Float32")]
    [InlineData("Float64")]
    [InlineData("BFloat16")]
    public void BFloat16_has_second_derivatives_for_a_kernel_of_any_type(string type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([3, 5, 10, 12], seed: 1).to(torch.bfloat16).requires_grad_();
        torch.Tensor kernel = Tiny.Normal([7, 5, 5, 5], seed: 2).to(Enum.Parse<torch.ScalarType>(type)).requires_grad_();
        (torch.Tensor exactMaps, torch.Tensor exactKernel) = (Equality.Exact(maps), Equality.Exact(kernel));
        Penalty(Downsampling.Direct(exactMaps, exactKernel, bias: null), exactMaps).backward();

        BackwardPass.Run(() => Penalty(Downsampling.Tiled(maps, kernel, bias: null), maps).backward());

        kernel.grad!.dtype.Should().Be(kernel.dtype);
        Equality.RelativeError(kernel.grad!, exactKernel.grad!).Should().BeLessThan(3 * 3 * 4.8 / 512);

        static torch.Tensor Penalty(torch.Tensor output, torch.Tensor maps) => torch.autograd
            .grad([output.to(torch.float64).square().sum()], [maps], retain_graph: true, create_graph: true)[0].to(torch.float64).square().mean();
    }

    [Fact]
    public void The_memory_layout_of_the_maps_does_not_change_a_bit()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = Tiny.Normal([5, 16, 6, 5], seed: 1).to(torch.float32);
        torch.Tensor kernel = Tiny.Normal([16, 16, 5, 5], seed: 2).to(torch.float32);

        Upsampling.Tiled(ChannelsLast.Of(maps), kernel, null).Equals(Upsampling.Tiled(maps, kernel, null)).Should().BeTrue();
    }

    [SuppressMessage("Performance", "CA1812", Justification = "TorchSharp creates it, as the type argument of its base.")]
    private sealed class FailingNode : GraphNode<FailingNode>
    {
        protected override int Arguments => 2;

        protected override int Tensors => 2;

        internal static torch.Tensor Apply(torch.Tensor first, torch.Tensor second) => apply(first, second);

        protected override torch.Tensor Forward(torch.autograd.AutogradContext context, object[] arguments) =>
            (torch.Tensor)arguments[0] + (torch.Tensor)arguments[1];

        protected override void Backward(torch.autograd.AutogradContext context, torch.Tensor gradient, torch.Tensor?[] gradients) =>
            throw new InvalidTimeZoneException("on purpose");
    }
}
