using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>
/// Tests penalties of judges with a known gradient: the weights w for a linear judge, whatever the image; a·x for the quadratic
/// judge ½a‖x‖².
/// </summary>
public sealed class PenaltyTests
{
    private static readonly double[] Weights = [0.5, -1, 2, 0.25];

    private static double SquaredLength => Weights.Sum(weight => weight * weight);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void R1_of_a_linear_judge_is_half_its_squared_length(int logits)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { R1Weight = 3 });
        torch.Tensor weights = torch.tensor(Weights).requires_grad_();

        torch.Tensor penalty = Penalty(loss, Linear(weights, logits));

        penalty.item<double>().Should().BeApproximately(1.5 * SquaredLength, 1e-12);
        Near(Gradients.Of(penalty, weights)[0], Weights.Select(weight => 3 * weight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_gradient_penalty_of_a_linear_judge_is_its_lengths_squared_distance_from_1(int logits)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(DcganLossOptions.WassersteinGradientPenalty);
        torch.Tensor weights = torch.tensor(Weights).requires_grad_();
        double length = Math.Sqrt(SquaredLength);

        torch.Tensor penalty = Penalty(loss, Linear(weights, logits));

        penalty.item<double>().Should().BeApproximately(10 * Math.Pow(length - 1, 2), 1e-12);
        Near(Gradients.Of(penalty, weights)[0], Weights.Select(weight => 20 * (length - 1) * weight / length));
    }

    [Fact]
    public void R1_is_at_real_images_and_R2_at_generated_ones()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Images(4, 1);
        torch.Tensor generated = Images(3, 2);
        torch.Tensor slope = torch.tensor(1.5, dtype: torch.float64).requires_grad_();
        using var random = new torch.Generator(0, torch.CPU);
        using var r1 = new DcganLoss(new() { R1Weight = 2 });
        using var r2 = new DcganLoss(new() { R2Weight = 4, PenaltyInterval = 8 });

        torch.Tensor ofReal = r1.Penalty(Quadratic(slope), real, generated, random);
        torch.Tensor ofGenerated = r2.Penalty(Quadratic(slope), real, generated, random);

        // ½γE[‖a·x‖²], whose derivative with respect to a is γ·a·E[‖x‖²].
        double meanReal = MeanSquaredLength(real);
        ofReal.item<double>().Should().BeApproximately(1.5 * 1.5 * meanReal, 1e-12);
        ofGenerated.item<double>().Should().BeApproximately(8 * 2 * 1.5 * 1.5 * MeanSquaredLength(generated), 1e-11);
        Gradients.Of(ofReal, slope)[0][0].Should().BeApproximately(2 * 1.5 * meanReal, 1e-12);
    }

    [Fact]
    public void The_gradient_penalty_is_at_a_place_of_its_own_between_each_pair()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Images(5, 1);
        torch.Tensor generated = Images(3, 2);
        torch.Tensor? mixed = null;
        using var loss = new DcganLoss(new() { GradientPenaltyWeight = 1 });
        using var random = new torch.Generator(7, torch.CPU);

        torch.Tensor penalty = loss.Penalty(Keeping(Quadratic(torch.ones([], torch.float64)), images => mixed = images), real, generated, random);

        using torch.Tensor kept = mixed!;
        double[] shares = [.. Enumerable.Range(0, 3).Select(i => ShareOfReal(kept[i], real[i], generated[i]))];
        shares.Should().OnlyHaveUniqueItems().And.OnlyContain(share => share >= 0 && share <= 1);
        double[] lengths = Gradients.Numbers(kept.flatten(1).square().sum([1]).sqrt());
        penalty.item<double>().Should().BeApproximately(lengths.Average(length => Math.Pow(length - 1, 2)), 1e-12);
    }

    [Fact]
    public void The_same_draws_give_the_same_penalty_and_only_the_gradient_penalty_draws()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { GradientPenaltyWeight = 1 });
        using var other = new DcganLoss(new() { R1Weight = 1, R2Weight = 1 });
        using var random = new torch.Generator(3, torch.CPU);
        using torch.Tensor start = random.get_state();
        double Draw(DcganLoss of) =>
            of.Penalty(Quadratic(torch.ones([], torch.float64)), Images(4, 1), Images(4, 2), random).item<double>();

        double first = Draw(loss);
        double second = Draw(loss);
        random.set_state(start);
        Draw(other);

        second.Should().NotBe(first);
        Draw(loss).Should().Be(first);
    }

    [Fact]
    public void Penalties_add_up()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { R1Weight = 1, R2Weight = 2, GradientPenaltyWeight = 3, PenaltyInterval = 4 });

        double sum = Penalty(loss, Linear(torch.tensor(Weights), 1)).item<double>();

        sum.Should().BeApproximately(4 * ((1.5 * SquaredLength) + (3 * Math.Pow(Math.Sqrt(SquaredLength) - 1, 2))), 1e-12);
    }

    [Fact]
    public void A_flat_judge_has_a_penalty_and_no_slope_that_is_not_a_number()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { GradientPenaltyWeight = 1, R1Weight = 1 });
        torch.Tensor weights = torch.zeros(4, dtype: torch.float64).requires_grad_();

        torch.Tensor penalty = Penalty(loss, Linear(weights, 1));

        penalty.item<double>().Should().Be(1);
        Gradients.Of(penalty, weights)[0].Should().OnlyContain(slope => slope == 0);
    }

    [Fact]
    public void It_needs_no_gradient_mode_of_the_host_and_leaves_no_gradient_behind()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { R1Weight = 2, GradientPenaltyWeight = 1 });
        torch.Tensor weights = torch.tensor(Weights).requires_grad_();
        torch.Tensor real = Images(2, 1).requires_grad_();
        using var random = new torch.Generator(0, torch.CPU);
        torch.Tensor penalty;
        using (torch.inference_mode())
        {
            penalty = loss.Penalty(Linear(weights, 2), real, torch.zeros(2, 1, 2, 2, dtype: torch.float64), random);
        }

        weights.grad.Should().BeNull();
        penalty.requires_grad.Should().BeTrue();
        Gradients.Of(penalty, weights)[0].Should().Contain(slope => slope != 0);
        real.grad.Should().BeNull("a penalty is the discriminator's alone");
    }

    private static torch.Tensor Penalty(DcganLoss loss, Func<torch.Tensor, torch.Tensor> judge)
    {
        using var random = new torch.Generator(0, torch.CPU);
        return loss.Penalty(judge, Images(4, 1), Images(3, 2), random);
    }

    /// <summary>A judge with the score w·x + 5. With two logits, they are -1/3 and 2/3 of the score.</summary>
    private static Func<torch.Tensor, torch.Tensor> Linear(torch.Tensor weights, int logits) => images =>
    {
        torch.Tensor score = images.flatten(1).matmul(weights) + 5;
        return logits == 1 ? score.unsqueeze(1) : torch.stack([score / -3, score * 2 / 3], 1);
    };

    private static Func<torch.Tensor, torch.Tensor> Quadratic(torch.Tensor slope) =>
        images => (images.flatten(1).square().sum([1], keepdim: true) * slope) / 2;

    private static Func<torch.Tensor, torch.Tensor> Keeping(Func<torch.Tensor, torch.Tensor> judge, Action<torch.Tensor> keep) => images =>
    {
        keep(images.detach().clone().DetachFromDisposeScope());
        return judge(images);
    };

    private static double ShareOfReal(torch.Tensor mixed, torch.Tensor real, torch.Tensor generated)
    {
        double[] shares = Gradients.Numbers((mixed - generated) / (real - generated));
        shares.Should().OnlyContain(share => Math.Abs(share - shares[0]) < 1e-9, "an image has one share");
        return shares[0];
    }

    private static double MeanSquaredLength(torch.Tensor images) => images.square().sum().item<double>() / images.shape[0];

    private static torch.Tensor Images(int count, ulong seed)
    {
        using var random = new torch.Generator(seed, torch.CPU);
        return torch.empty(count, 1, 2, 2, dtype: torch.float64).uniform_(-1, 1, random);
    }

    private static void Near(double[] actual, IEnumerable<double> expected) =>
        actual.Should().Equal(expected, (one, other) => Math.Abs(one - other) < 1e-12);
}
