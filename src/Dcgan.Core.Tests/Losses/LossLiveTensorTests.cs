using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

[Collection(nameof(CountsTensors))]
public sealed class LossLiveTensorTests
{
    [Fact]
    public void Losses_and_feature_matching_leave_no_tensor_behind()
    {
        using torch.Tensor logits = torch.randn(4, 2).requires_grad_();
        foreach (AdversarialObjective objective in AdversarialObjective.BuiltIn)
        {
            using var loss = new DcganLoss(new() { Objective = objective });
            LiveTensors.ShouldStayFlat(
                () =>
                {
                    loss.GeneratorLoss(logits, logits).Dispose();
                    loss.DiscriminatorLoss(logits, logits).Dispose();
                    DcganLoss.Score(logits).Dispose();
                    DcganLoss.FeatureMatching(logits, logits).Dispose();
                },
                repetitions: 20);
        }
    }

    [Fact]
    public void Penalties_leave_no_tensor_behind()
    {
        using var loss = new DcganLoss(new() { R1Weight = 1, R2Weight = 1, GradientPenaltyWeight = 1 });
        using var discriminator = new Discriminator(Tiny.Discriminator);
        using torch.Tensor real = Tiny.Images(4, 1);
        using torch.Tensor generated = Tiny.Images(4, 2);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                using torch.Tensor penalty = DiscriminatorPenaltyTests.Penalty(loss, discriminator, real, generated);
                penalty.backward();
                discriminator.zero_grad();
            },
            repetitions: 30);
    }

    [Fact]
    public void Penalties_that_fail_leave_no_tensor_behind()
    {
        using var loss = new DcganLoss(new() { R1Weight = 1 });
        using torch.Tensor images = Tiny.Images();
        using var random = new torch.Generator(0, torch.CPU);
        LiveTensors.ShouldStayFlat(
            () => loss.Invoking(it => it.Penalty(judged => judged.flatten(1), images, images, random)).Should().Throw<ArgumentException>(),
            repetitions: 30);
    }

    [Fact]
    public void A_penalty_holds_its_graph_no_longer_than_it_lives()
    {
        // Native memory without a handle would not be counted: a graph that kept itself alive would hold several copies of 12 MB.
        using var loss = new DcganLoss(new() { R1Weight = 1, GradientPenaltyWeight = 1 });
        using torch.Tensor images = torch.zeros(16, 3, 256, 256);
        using var random = new torch.Generator(0, torch.CPU);
        void Once() => loss.Penalty(judged => judged.square().flatten(1).sum([1], keepdim: true), images, images, random).Dispose();
        long Growth()
        {
            long before = Environment.WorkingSet;
            for (int i = 0; i < 30; i++)
            {
                Once();
            }

            return Environment.WorkingSet - before;
        }

        // The allocator's own memory grows in some round and then stays; a graph that is kept grows in every round.
        Once();
        long[] rounds = [Growth(), Growth(), Growth()];
        rounds.Min().Should().BeLessThan(300_000_000);
    }
}
