using FluentAssertions;

namespace Dcgan.Core.Tests.Evaluation;

/// <summary>Records reported fractions and calls an action on each, on the reporting thread.</summary>
internal sealed class RecordedFractions(Action<double>? onReport = null) : IProgress<double>
{
    internal List<double> Reports { get; } = [];

    public void Report(double value)
    {
        Reports.Add(value);
        onReport?.Invoke(value);
    }

    internal void ShouldAscendToOne(int atLeast)
    {
        Reports.Should().HaveCountGreaterThanOrEqualTo(atLeast).And.BeInAscendingOrder().And.OnlyContain(value => value > 0);
        Reports[^1].Should().Be(1);
    }
}
