using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>Compares each objective's values and gradients with its formula, in float64 and in C#.</summary>
public sealed class ObjectiveTests
{
    private static readonly double[] Scores = [-1e4, -30, -1.5, -1, -0.25, 0, 0.25, 1, 1.5, 30, 1e4];

    public static TheoryData<AdversarialObjective, double> Cases { get; } = new()
    {
        { AdversarialObjective.SoftmaxCrossEntropy, 0 },
        { AdversarialObjective.SoftmaxCrossEntropy, 0.1 },
        { AdversarialObjective.NonSaturating, 0 },
        { AdversarialObjective.NonSaturating, 0.25 },
        { AdversarialObjective.LeastSquares, 0 },
        { AdversarialObjective.LeastSquares, 0.1 },
        { AdversarialObjective.Hinge, 0 },
        { AdversarialObjective.Wasserstein, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_are_the_formulas(AdversarialObjective objective, double smoothing)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new DcganLossOptions { Objective = objective, LabelSmoothing = smoothing });
        Formula formula = FormulaOf(objective, 1 - smoothing);
        foreach (double score in Scores)
        {
            (torch.Tensor generator, torch.Tensor discriminator) = loss.call(OneLogit(score), OneLogit(-score));

            Near(generator.item<double>(), formula.Generator(-score).Value);
            Near(discriminator.item<double>(), formula.Real(score).Value + formula.Generated(-score).Value);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Slopes_are_the_formulas(AdversarialObjective objective, double smoothing)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new DcganLossOptions { Objective = objective, LabelSmoothing = smoothing });
        Formula formula = FormulaOf(objective, 1 - smoothing);
        using torch.Tensor real = OneLogit(Scores).requires_grad_();
        using torch.Tensor generated = OneLogit(Scores).requires_grad_();

        double[][] ofDiscriminator = Gradients.Of(loss.DiscriminatorLoss(real, generated), real, generated);
        generated.grad = null;
        double[] ofGenerator = Gradients.Of(loss.GeneratorLoss(generated), generated)[0];

        // A mean over the batch.
        int count = Scores.Length;
        for (int i = 0; i < count; i++)
        {
            Near(ofDiscriminator[0][i] * count, formula.Real(Scores[i]).Slope);
            Near(ofDiscriminator[1][i] * count, formula.Generated(Scores[i]).Slope);
            Near(ofGenerator[i] * count, formula.Generator(Scores[i]).Slope);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_logits_count_by_their_difference(AdversarialObjective objective, double smoothing)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new DcganLossOptions { Objective = objective, LabelSmoothing = smoothing });
        torch.Tensor real = (Tiny.Normal([5, 2], seed: 1) * 3).requires_grad_();
        torch.Tensor generated = (Tiny.Normal([3, 2], seed: 2) * 3).requires_grad_();
        torch.Tensor realScore = DcganLoss.Score(real).detach().unsqueeze(1).requires_grad_();
        torch.Tensor generatedScore = DcganLoss.Score(generated).detach().unsqueeze(1).requires_grad_();

        (torch.Tensor generatorOfTwo, torch.Tensor discriminatorOfTwo) = loss.call(real, generated);
        (torch.Tensor generatorOfOne, torch.Tensor discriminatorOfOne) = loss.call(realScore, generatedScore);

        generatorOfTwo.item<double>().Should().Be(generatorOfOne.item<double>());
        discriminatorOfTwo.item<double>().Should().Be(discriminatorOfOne.item<double>());
        double[][] ofTwo = Gradients.Of(discriminatorOfTwo, real, generated);
        double[][] ofOne = Gradients.Of(discriminatorOfOne, realScore, generatedScore);
        for (int batch = 0; batch < 2; batch++)
        {
            ofTwo[batch].Where((_, i) => i % 2 == 1).Should().Equal(ofOne[batch], "the second logit is for \"real\"");
            ofTwo[batch].Where((_, i) => i % 2 == 0).Should().Equal(ofOne[batch].Select(slope => -slope));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_networks_loss_alone_is_the_same_to_the_last_bit(AdversarialObjective objective, double smoothing)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new DcganLossOptions { Objective = objective, LabelSmoothing = smoothing });
        torch.Tensor real = Tiny.Normal([7, 2], seed: 1, torch.float32);
        torch.Tensor generated = Tiny.Normal([4, 2], seed: 2, torch.float32);

        (torch.Tensor generator, torch.Tensor discriminator) = loss.call(real, generated);

        loss.GeneratorLoss(generated, real).item<float>().Should().Be(generator.item<float>());
        loss.DiscriminatorLoss(real, generated).item<float>().Should().Be(discriminator.item<float>());
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(-1e4f)]
    public void In_float32_everything_stays_finite_too(float score)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (AdversarialObjective objective in AdversarialObjective.BuiltIn)
        {
            using var loss = new DcganLoss(new DcganLossOptions { Objective = objective });
            torch.Tensor real = torch.tensor([0f, score], [1, 2]).requires_grad_();
            torch.Tensor generated = torch.tensor([0f, score], [1, 2]).requires_grad_();

            (torch.Tensor generator, torch.Tensor discriminator) = loss.call(real, generated);

            Gradients.Of(generator + discriminator, real, generated).SelectMany(slopes => slopes)
                .Append(generator.item<float>()).Append(discriminator.item<float>())
                .Should().OnlyContain(number => double.IsFinite(number), "{0} is on logits", objective);
        }
    }

    private static torch.Tensor OneLogit(params double[] scores) => torch.tensor(scores, [scores.Length, 1]);

    /// <summary>Asserts equality within 1e-12 of the larger of 1 and the expected value, which is 5e7 for squares.</summary>
    private static void Near(double actual, double expected) =>
        actual.Should().BeApproximately(expected, 1e-12 * Math.Max(1, Math.Abs(expected)));

    private static Formula FormulaOf(AdversarialObjective objective, double target) => objective.Name switch
    {
        nameof(AdversarialObjective.LeastSquares) => new(
            score => (0.5 * (score - 1) * (score - 1), score - 1),
            score => (0.5 * (score - target) * (score - target), score - target),
            score => (0.5 * score * score, score)),
        nameof(AdversarialObjective.Hinge) => new(
            score => (-score, -1),
            score => (Math.Max(0, 1 - score), score < 1 ? -1 : 0),
            score => (Math.Max(0, 1 + score), score > -1 ? 1 : 0)),
        nameof(AdversarialObjective.Wasserstein) => new(score => (-score, -1), score => (-score, -1), score => (score, 1)),
        _ => new(
            score => (Softplus(-score), Sigmoid(score) - 1),
            score => ((target * Softplus(-score)) + ((1 - target) * Softplus(score)), Sigmoid(score) - target),
            score => (Softplus(score), Sigmoid(score))),
    };

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>Value and derivative at one score, of the generator's loss and of the discriminator's two terms.</summary>
    private sealed record Formula(
        Func<double, (double Value, double Slope)> Generator,
        Func<double, (double Value, double Slope)> Real,
        Func<double, (double Value, double Slope)> Generated);
}
