using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

public sealed class DcganLossOptionsTests
{
    public static TheoryData<DcganLossOptions, string> Refused { get; } = new()
    {
        { new() { Objective = null! }, "*(Parameter 'Objective')" },
        { new() { LabelSmoothing = 1 }, "LabelSmoothing: must be at least 0 and below 1 but was 1.*" },
        { new() { LabelSmoothing = double.NaN }, "LabelSmoothing: must be at least 0 and below 1 but was NaN.*" },
        {
            new() { Objective = AdversarialObjective.Hinge, LabelSmoothing = 0.1 },
            "LabelSmoothing: must be 0 because Hinge has no target, but was 0.1.*"
        },
        {
            new() { Objective = AdversarialObjective.RelativisticPairing, LabelSmoothing = 0.1 },
            "LabelSmoothing: must be 0 because RelativisticPairing has no target, but was 0.1.*"
        },
        { DcganLossOptions.WassersteinGradientPenalty with { LabelSmoothing = 0.5 }, "LabelSmoothing: must be 0 because Wasserstein *" },
        { new() { R1Weight = -1 }, "R1Weight: must be at least 0 and finite but was -1.*" },
        { new() { R2Weight = double.PositiveInfinity }, "R2Weight: must be at least 0 and finite but was *" },
        { new() { GradientPenaltyWeight = -10 }, "GradientPenaltyWeight: must be at least 0 and finite but was -10.*" },
        { new() { FeatureMatchingWeight = double.NaN }, "FeatureMatchingWeight: must be at least 0 and finite but was NaN.*" },
        { new() { R1Weight = 1, PenaltyInterval = 0 }, "PenaltyInterval: must be at least 1 but was 0.*" },
        { new() { PenaltyInterval = 16 }, "PenaltyInterval: must be 1 because no penalty has a weight, but was 16.*" },
        { new() { R1Weight = 1, PenaltyStart = -1 }, "PenaltyStart: must be at least 0 but was -1.*" },
        { new() { PenaltyStart = 4 }, "PenaltyStart: must be 0 because no penalty has a weight, but was 4.*" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_means_nothing_is_refused(DcganLossOptions options, string message) =>
        FluentActions.Invoking(() => new DcganLoss(options)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Nothing_said_is_the_reference()
    {
        using var loss = new DcganLoss();

        loss.Options.Should().Be(new DcganLossOptions());
        loss.HasPenalty.Should().BeFalse();
        new DcganLossOptions { GradientPenaltyWeight = 1 }.HasPenalty.Should().BeTrue("a run must then save the penalty's random stream");
        loss.IsPenaltyDue(1).Should().BeFalse();
    }

    [Theory]
    [InlineData(0, "1 4 7")]
    [InlineData(1, "2 5 8")]
    [InlineData(5, "6")]
    [InlineData(long.MaxValue, "")]
    public void A_penalty_is_due_at_the_first_update_from_its_start_and_then_once_in_every_interval(long start, string expected)
    {
        using var loss = new DcganLoss(new() { R1Weight = 1, PenaltyInterval = 3, PenaltyStart = start });

        string.Join(' ', Enumerable.Range(1, 8).Where(update => loss.IsPenaltyDue(update))).Should().Be(expected);
        loss.Invoking(it => it.IsPenaltyDue(0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
