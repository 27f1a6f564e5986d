using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests.Processes;

/// <summary>The numbers of a run and its complete state.</summary>
internal sealed class Recording
{
    private const double Tolerance = 1e-10;

    internal List<DcganStep> Steps { get; } = [];

    /// <summary>All values of the run's state, by name. Set by <see cref="Take"/>.</summary>
    internal Dictionary<string, double[]> State { get; private set; } = [];

    internal void Add(DcganStep step) => Steps.Add(step with { Duration = default });

    internal Recording Take(DcganTrainer trainer)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        State = StateEntry.Present(trainer.StateEntries()).ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().to(torch.float64).contiguous().data<double>().ToArray());
        return this;
    }

    /// <summary>Asserts equality to 1e-10 of each tensor's largest value, and of each number; exact random streams.</summary>
    internal void ShouldBe(Recording expected)
    {
        Steps.Should().HaveSameCount(expected.Steps);
        foreach ((DcganStep step, DcganStep other) in Steps.Zip(expected.Steps))
        {
            step.Outcome.Should().Be(other.Outcome, $"of step {step.Number}");
            foreach ((double own, double theirs) in Numbers(step).Zip(Numbers(other)))
            {
                Near(own, theirs, Math.Abs(theirs)).Should().BeTrue($"{own} should be {theirs} at step {step.Number}");
            }
        }

        State.Keys.Should().BeEquivalentTo(expected.State.Keys);
        foreach ((string name, double[] values) in State)
        {
            double largest = expected.State[name].Max(Math.Abs);
            double scale = RandomState.IsName(name) ? 0 : largest;
            values.Zip(expected.State[name]).Should().OnlyContain(
                pair => Near(pair.First, pair.Second, scale), $"{name} should be equal; its largest value is {largest}");
        }
    }

    private static bool Near(double own, double theirs, double scale) =>
        own.Equals(theirs) || Math.Abs(own - theirs) <= Tolerance * scale;

    private static double[] Numbers(DcganStep step) =>
    [
        step.GeneratorLoss, step.DiscriminatorLoss, step.Penalty, step.RealProbability, step.GeneratedProbability,
        step.GeneratorGradientNorm, step.DiscriminatorGradientNorm,
    ];
}
