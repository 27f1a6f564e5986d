using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class LatentsTests
{
    [Fact]
    public void Lerp_interpolates_and_extrapolates()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Rows([1, -2], [0.1f, 0.2f]);
        torch.Tensor to = Rows([3, 2], [0.3f, 0.7f]);

        Latents.Lerp(from, to, 0).Equals(from).Should().BeTrue();
        Latents.Lerp(from, to, 1).Equals(to).Should().BeTrue();
        Latents.Lerp(from, to, 0.5)[0].data<float>().ToArray().Should().Equal(2, 0);
        Latents.Lerp(from, to, 1.5)[0].data<float>().ToArray().Should().Equal(4, 4);
    }

    [Fact]
    public void Slerp_changes_direction_and_norm_at_a_constant_rate()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Rows([2, 0], [1, 0]).to(torch.float64);
        torch.Tensor to = Rows([0, 2], [0, 3]).to(torch.float64);

        torch.Tensor third = Latents.Slerp(from, to, 1.0 / 3);

        double[] expected = [Math.Sqrt(3), 1, 5.0 / 3 * Math.Sqrt(3) / 2, 5.0 / 3 / 2];
        third.data<double>().ToArray().Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Slerp_returns_its_ends_exactly(double amount)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Drawn(1, torch.float64);
        torch.Tensor to = Drawn(2, torch.float64);

        Latents.Slerp(from, to, amount).Equals(amount == 0 ? from : to).Should().BeTrue();
    }

    [Fact]
    public void Slerp_keeps_the_norm_and_lerp_does_not()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Drawn(1, torch.float32);
        torch.Tensor to = Drawn(2, torch.float32);
        torch.Tensor norms = (from.norm(1) + to.norm(1)) / 2;

        (Latents.Slerp(from, to, 0.5).norm(1) / norms).data<float>().ToArray().Should().OnlyContain(ratio => Math.Abs(ratio - 1) < 1e-6f);
        (Latents.Lerp(from, to, 0.5).norm(1) / norms).data<float>().ToArray().Should().OnlyContain(ratio => ratio < 0.9f);
    }

    [Fact]
    public void Opposite_rows_are_joined_by_a_half_circle()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Drawn(1, torch.float64);

        torch.Tensor middle = Latents.Slerp(from, -2 * from, 0.5);

        (middle * from).sum(1).abs().max().item<double>().Should().BeLessThan(1e-12);
        (middle.norm(1) / from.norm(1)).data<double>().ToArray().Should().OnlyContain(ratio => Math.Abs(ratio - 1.5) < 1e-12);
    }

    /// <summary>
    /// Zero, equal, nearly equal and nearly opposite rows, a single component, and the largest and smallest numbers of the type.
    /// </summary>
    [Fact]
    public void Degenerate_rows_give_no_NaN_and_finite_gradients()
    {
        float[][] rows = [[0, 0], [0, 0], [1, 2], [1, 2], [1, 2], [1, 2], [3e38f, -3e38f], [1e-45f, 0], [0, 0]];
        float[][] others = [[1, 2], [0, 0], [0, 0], [1, 2], [1, 2.0000002f], [-1, -2.0000002f], [-3e38f, 3e38f], [0, 1e-45f], [-1, 0]];
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor from = Rows(rows);
        torch.Tensor to = Rows(others);
        foreach (double amount in new[] { 0, 1e-9, 0.25, 0.5, 1 - 1e-9, 1, -0.5, 1.5 })
        {
            torch.Tensor places = Latents.Slerp(from, to, amount);

            // Extrapolation may overflow to infinity but must not give NaN.
            places.isnan().any().item<bool>().Should().BeFalse("amount {0}", amount);
            Latents.Slerp(from.narrow(1, 1, 1), to.narrow(1, 1, 1), amount).isnan().any().item<bool>().Should().BeFalse("amount {0}", amount);
        }

        Latents.Slerp(from, to, 0.25)[0].data<float>().ToArray().Should().Equal(0.25f, 0.5f);
        Latents.Slerp(from, to, 0.25)[2].data<float>().ToArray().Should().Equal(0.75f, 1.5f);
        torch.Tensor leaf = from.narrow(0, 2, 4).clone().requires_grad_();
        torch.Tensor gradient = torch.autograd.grad([Latents.Slerp(leaf, to.narrow(0, 2, 4), 0.25).sum()], [leaf])[0];
        gradient.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Arithmetic_uses_the_means_of_the_groups()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        torch.Tensor result = Latents.Arithmetic(Rows([1, 2], [3, 4]), minus: Rows([1, 1]), plus: Rows([0, 10], [1, 20], [2, 30]));

        result.shape.Should().Equal(1, 2);
        result.data<float>().ToArray().Should().Equal(2, 22);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void All_functions_keep_the_type_and_their_inputs_and_support_gradients(torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = Drawn(1, type).requires_grad_();
        torch.Tensor others = Drawn(2, type);
        torch.Tensor before = latents.detach().clone();
        Func<torch.Tensor>[] all =
        [
            () => Latents.Lerp(latents, others, 0.3),
            () => Latents.Slerp(latents, others, 0.3),
            () => Latents.Walk(latents, 7, closed: true),
            () => Latents.Arithmetic(latents, others, others),
            () => Latents.Truncate(latents, 0.5, LatentDistribution.Normal),
            () => Latents.Truncate(latents, 0.5, LatentDistribution.Uniform),
        ];
        foreach (Func<torch.Tensor> function in all)
        {
            torch.Tensor result = function();

            result.dtype.Should().Be(type);
            torch.Tensor gradient = torch.autograd.grad([result.sum()], [latents])[0];
            gradient.isfinite().all().item<bool>().Should().BeTrue();
            gradient.count_nonzero().item<long>().Should().BePositive();
            latents.detach().Equals(before).Should().BeTrue();
        }
    }

    [Fact]
    public void Say_what_is_wrong_with_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = torch.zeros(2, 3);
        torch.Tensor gone = torch.zeros(2, 3);
        gone.Dispose();

        Refused(() => Latents.Lerp(latents, torch.zeros(2, 4), 0), "to: expected [2, 3] but was [2, 4].");
        Refused(() => Latents.Slerp(latents, torch.zeros(3, 3), 0), "to: expected [2, 3] but was [3, 3].");
        Refused(() => Latents.Slerp(latents, latents.to(torch.float64), 0), "to: expected Float32 but was Float64.");
        Refused(() => Latents.Slerp(latents, gone, 0), "to: the tensor has been disposed.");
        Refused(() => Latents.Lerp(latents, latents, double.NaN), "amount: must be finite but was NaN.");
        Refused(() => Latents.Slerp(latents, latents, double.NegativeInfinity), "amount: must be finite but was -Infinity.");
        Refused(() => Latents.Lerp(torch.zeros(3), latents, 0), "from: expected [N, Z] but was [3].");
        Refused(() => Latents.Lerp(torch.zeros(0, 3), latents, 0), "from: expected at least 1 row and 1 column but was [0, 3].");
        Refused(() => Latents.Arithmetic(latents, torch.zeros(1, 2), latents), "minus: expected [N, 3] but was [1, 2].");
        Refused(() => Latents.Arithmetic(latents, latents, torch.zeros(2, 3, torch.int64)), "plus: expected a floating-point type but was Int64.");
        Refused(() => Latents.Truncate(latents, 0, LatentDistribution.Normal), "limit: must be above 0 but was 0.");
        Refused(() => Latents.Truncate(latents, double.NaN, LatentDistribution.Uniform), "limit: must be above 0 but was NaN.");
        Refused(() => Latents.Truncate(latents, 1, (LatentDistribution)9), "distribution: must be one of Uniform, Normal but was 9.");
        Refused(() => Latents.Walk(latents, 1), "frames: must be at least 2 but was 1.");
        Refused(() => Latents.Walk(torch.zeros(1, 3), 5), "latents: a walk needs at least 2 rows but was 1.");
        Refused(() => Latents.Walk(latents, 5, (LatentPath)7), "path: must be one of Spherical, Linear but was 7.");
        FluentActions.Invoking(() => Latents.Lerp(null!, latents, 0)).Should().Throw<ArgumentNullException>();
    }

    private static void Refused(Func<torch.Tensor> call, string message) =>
        call.Should().Throw<ArgumentException>().WithMessage($"{message.Replace("[", "*", StringComparison.Ordinal)}*");

    private static torch.Tensor Rows(params float[][] rows) =>
        torch.tensor(rows.SelectMany(row => row).ToArray()).view(rows.Length, -1);

    private static torch.Tensor Drawn(int seed, torch.ScalarType type)
    {
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        return torch.randn(4, 100, torch.float64, generator: random).to(type);
    }
}
