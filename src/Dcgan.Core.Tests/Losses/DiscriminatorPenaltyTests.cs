using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>The library's own discriminator is twice differentiable, however it computes its layers.</summary>
public sealed class DiscriminatorPenaltyTests
{
    private static readonly DcganLossOptions All = new() { R1Weight = 1, R2Weight = 0.5, GradientPenaltyWeight = 2 };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Slopes_of_the_penalty_are_those_of_small_steps(bool normalizesFirstStage, bool training)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(Tiny.Discriminator with { NormalizesFirstStage = normalizesFirstStage });
        discriminator.to(torch.float64);
        discriminator.train(training);
        using var loss = new DcganLoss(All);
        torch.Tensor real = Tiny.Images(4, 1).to(torch.float64);
        torch.Tensor generated = Tiny.Images(4, 2).to(torch.float64);

        Penalty(loss, discriminator, real, generated).backward();

        foreach ((string name, TorchSharp.Modules.Parameter parameter) in discriminator.named_parameters())
        {
            double[] slopes = parameter.grad is torch.Tensor grad ? Gradients.Numbers(grad) : new double[parameter.numel()];
            int place = (int)(parameter.numel() / 2);
            double bySteps = BySteps(parameter, place, () => Penalty(loss, discriminator, real, generated).item<double>());
            slopes[place].Should().BeApproximately(bySteps, 1e-5 * Math.Max(1, Math.Abs(bySteps)), "of {0}", name);
        }
    }

    public static TheoryData<string> Formulations { get; } = ["Phases", "Filtered"];

    [Theory]
    [MemberData(nameof(Formulations))]
    public void Every_formulation_of_a_convolution_has_the_same_penalty(string formulation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weight = (Tiny.Normal([6, 3, 5, 5], seed: 1) / 5).requires_grad_();
        torch.Tensor real = Tiny.Normal([2, 3, 8, 8], seed: 2);
        torch.Tensor generated = Tiny.Normal([2, 3, 8, 8], seed: 3);
        using var loss = new DcganLoss(All);
        (double Value, double[] Slopes) Of(Func<torch.Tensor, torch.Tensor, torch.Tensor?, torch.Tensor> convolve)
        {
            torch.Tensor Judge(torch.Tensor images) => convolve(images, weight, null).tanh().flatten(1).sum([1], keepdim: true);
            using var random = new torch.Generator(5, torch.CPU);
            weight.grad = null;
            torch.Tensor penalty = loss.Penalty(Judge, real, generated, random);
            return (penalty.item<double>(), Gradients.Of(penalty, weight)[0]);
        }

        (double value, double[] slopes) = Of(formulation == "Phases" ? Downsampling.Phases : Downsampling.Filtered);
        (double expected, double[] expectedSlopes) = Of(Downsampling.Direct);

        value.Should().BeApproximately(expected, 1e-10 * expected);
        slopes.Should().Equal(expectedSlopes, (one, other) => Math.Abs(one - other) <= 1e-10 * Math.Max(1, Math.Abs(other)));
    }

    [Fact]
    public void In_bfloat16_the_penalty_and_its_slopes_are_float32s_own_but_for_rounding()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(All);
        double[] Slopes(ComputePrecision precision)
        {
            using var discriminator = new Discriminator(Tiny.Discriminator with { Precision = precision });
            torch.Tensor penalty = Penalty(loss, discriminator, Tiny.Images(8, 1), Tiny.Images(8, 2));
            penalty.dtype.Should().Be(torch.float32);
            return [.. Gradients.Of(penalty, [.. discriminator.parameters()]).SelectMany(slopes => slopes)];
        }

        double[] exact = Slopes(ComputePrecision.Float32);
        double[] rounded = Slopes(ComputePrecision.BFloat16);

        // Each factor has 8 bits of precision, through two layers, forward and backward, twice.
        double apart = Math.Sqrt(exact.Zip(rounded, (one, other) => (one - other) * (one - other)).Sum());
        apart.Should().BeLessThan(0.1 * Math.Sqrt(exact.Sum(slope => slope * slope)));
    }

    /// <summary>Computes the penalty with the same random draws on every call.</summary>
    internal static torch.Tensor Penalty(DcganLoss loss, Discriminator discriminator, torch.Tensor real, torch.Tensor generated)
    {
        using var random = new torch.Generator(5, torch.CPU);
        return loss.Penalty(discriminator.call, real, generated, random);
    }

    private static double BySteps(torch.Tensor parameter, int place, Func<double> value)
    {
        const double Step = 1e-6;
        double At(double step)
        {
            using IDisposable noGradients = torch.no_grad();
            using torch.Tensor all = parameter.view(-1);
            using torch.Tensor one = all[place];
            one.add_(step);
            return value();
        }

        double above = At(Step);
        double below = At(-2 * Step);
        At(Step);
        return (above - below) / (2 * Step);
    }
}
