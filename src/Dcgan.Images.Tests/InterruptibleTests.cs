using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class InterruptibleTests
{
    [Fact]
    public async Task A_result_that_arrives_after_the_cancellation_is_disposed()
    {
        using var stop = new CancellationTokenSource();
        using var mayEnd = new ManualResetEventSlim();
        var late = new Late();

        FluentActions.Invoking(() => Interruptible.Run(() => Wait(late, stop, mayEnd), stop.Token)).Should().Throw<OperationCanceledException>();

        mayEnd.Set();
        await late.Disposed.Task.WaitAsync(TimeSpan.FromMinutes(5)); // Only a bug reaches the limit.
    }

    [Fact]
    public void Work_that_ends_in_time_returns_its_result_or_its_exception()
    {
        Interruptible.Run(() => 7, CancellationToken.None).Should().Be(7);
        FluentActions.Invoking(() => Interruptible.Run<int>(() => throw new IOException("away"), CancellationToken.None))
            .Should().Throw<IOException>().WithMessage("away");
    }

    private static Late Wait(Late late, CancellationTokenSource stop, ManualResetEventSlim mayEnd)
    {
        stop.Cancel();
        mayEnd.Wait(TimeSpan.FromMinutes(5));
        return late;
    }

    private sealed class Late : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Disposed.SetResult();
    }
}
