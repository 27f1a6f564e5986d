using FluentAssertions;

namespace Dcgan.Core.Tests;

/// <summary>Records every fraction that a long call reports, on the reporting thread.</summary>
/// <param name="handler">Called after each value is recorded.</param>
internal sealed class RecordedProgress(Action<double>? handler = null) : IProgress<double>
{
    internal List<double> Values { get; } = [];

    public void Report(double value)
    {
        Values.Add(value);
        handler?.Invoke(value);
    }

    internal void ShouldAscendToOne(int atLeast)
    {
        Values.Should().HaveCountGreaterThanOrEqualTo(atLeast).And.BeInAscendingOrder().And.OnlyContain(value => value > 0);
        Values[^1].Should().Be(1);
    }
}
