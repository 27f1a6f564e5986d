using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

public sealed class DcganLossTests
{
    [Fact]
    public void Losses_are_two_class_cross_entropies()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss();
        torch.Tensor real = Tiny.Normal([6, 2], seed: 1) * 3;
        torch.Tensor generated = Tiny.Normal([4, 2], seed: 2) * 3;

        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(real, generated);

        double asReal = CrossEntropy(generated, 1);
        generatorLoss.item<double>().Should().BeApproximately(asReal, 1e-12);
        discriminatorLoss.item<double>().Should().BeApproximately(CrossEntropy(real, 1) + CrossEntropy(generated, 0), 1e-12);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void Losses_and_gradients_stay_finite_however_sure_the_discriminator_is(double margin)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss();
        torch.Tensor real = torch.tensor([0, margin, 0, margin], [2, 2]).requires_grad_();
        torch.Tensor generated = torch.tensor([0, margin, 0, margin], [2, 2]).requires_grad_();

        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(real, generated);
        torch.Tensor towardReal = torch.autograd.grad([generatorLoss], [generated], retain_graph: true)[0];
        IList<torch.Tensor> apart = torch.autograd.grad([discriminatorLoss], [real, generated]);

        // -log sigmoid(m) is 0 or -m here, and its derivative 0 or -1, for each of two images.
        generatorLoss.item<double>().Should().Be(Math.Max(0, -margin));
        discriminatorLoss.item<double>().Should().Be(Math.Abs(margin));
        towardReal[0, 1].item<double>().Should().Be(margin > 0 ? 0 : -0.5);
        apart[0][0, 1].item<double>().Should().Be(margin > 0 ? 0 : -0.5);
        apart[1][0, 1].item<double>().Should().Be(margin > 0 ? 0.5 : 0);
    }

    [Fact]
    public void A_score_is_the_logits_difference_or_the_one_logit()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor two = torch.tensor([1.0, 3, 0.5, -1], [2, 2]);
        torch.Tensor one = torch.tensor([2.0, -1.5], [2, 1]);

        DcganLoss.Score(two).data<double>().ToArray().Should().Equal(2, -1.5);
        DcganLoss.Score(one).data<double>().ToArray().Should().Equal(2, -1.5);
    }

    [Fact]
    public void The_mean_probability_of_real_is_the_scores_sigmoid_and_leaves_the_logits_alone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor two = torch.tensor([1.0, 3, 0.5, -1], [2, 2]);
        torch.Tensor one = torch.tensor([2.0, -1.5], [2, 1]);
        double expected = ((1 / (1 + Math.Exp(-2))) + (1 / (1 + Math.Exp(1.5)))) / 2;

        DcganLoss.MeanProbabilityOfReal(two).item<double>().Should().BeApproximately(expected, 1e-15);
        DcganLoss.MeanProbabilityOfReal(one).item<double>().Should().BeApproximately(expected, 1e-15);
        one.data<double>().ToArray().Should().Equal(2, -1.5);
    }

    [Fact]
    public void It_has_no_state() => new DcganLoss().state_dict().Should().BeEmpty();

    [Fact]
    public void Logits_that_do_not_fit_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss();

        loss.Invoking(it => it.call(torch.zeros(4, 3), torch.zeros(4, 2))).Should().Throw<ArgumentException>()
            .WithMessage("realLogits: expected [N, 2] or [N, 1] but was [4, 3].*");
        loss.Invoking(it => it.call(torch.zeros(4, 1), torch.zeros(4, 2))).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected [N, 1] but was [4, 2].*");
        loss.Invoking(it => it.GeneratorLoss(torch.zeros(4, 2, dtype: torch.int64))).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected a floating-point type but was Int64.*");
        loss.Invoking(it => it.call(torch.zeros(4, 2), torch.zeros(4))).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected [N, 2] but was [4].*");
        loss.Invoking(it => it.call(torch.zeros(0, 2), torch.zeros(4, 2))).Should().Throw<ArgumentException>()
            .WithMessage("realLogits: expected at least 1 row but was 0.*");
        loss.Invoking(it => it.DiscriminatorLoss(torch.zeros(4, 2), torch.zeros(0, 2))).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected at least 1 row but was 0.*");
        loss.Invoking(it => it.DiscriminatorLoss(torch.zeros(4, 2), torch.zeros(4, 2, dtype: torch.float64))).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected Float32 but was Float64.*");
        FluentActions.Invoking(() => DcganLoss.Score(torch.zeros(4, 3))).Should().Throw<ArgumentException>()
            .WithMessage("logits: expected [N, 2] or [N, 1] but was [4, 3].*");
    }

    private static double CrossEntropy(torch.Tensor logits, long label) => torch.nn.functional.cross_entropy(
        logits, torch.full([logits.shape[0]], label, dtype: torch.int64)).item<double>();
}
