using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class ErrorTests
{
    [Fact]
    public void Out_of_memory_is_an_error_of_the_user() =>
        TrainFacesCommand.Explain(new InsufficientMemoryException()).Should().Be((2, FormattableString.Invariant(
            $"out of memory: this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000} MB. Use smaller values, such as --batch or --depths in training.")));

    [Fact]
    public void Errors_of_several_threads_are_explained_by_the_first() =>
        TrainFacesCommand.Explain(new AggregateException(new AggregateException(new SampleException("first"), new IOException("second"))))
            .Should().Be((2, "first"));

    [Fact]
    public void A_bug_is_not_explained()
    {
        TrainFacesCommand.Explain(new InvalidOperationException()).Should().BeNull();
        TrainFacesCommand.Explain(new AggregateException(new SampleException("first"), new InvalidOperationException())).Should().BeNull();
        TrainFacesCommand.Explain(new AggregateException()).Should().BeNull();
    }
}
