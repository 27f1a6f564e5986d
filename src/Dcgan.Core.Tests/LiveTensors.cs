using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>Counts the process's live native tensors; for tests of the collection <see cref="CountsTensors"/>.</summary>
internal static class LiveTensors
{
    /// <summary>Once it has run for the first time, an action leaves as many tensors as it found.</summary>
    internal static void ShouldStayFlat(Action action, int repetitions)
    {
        action();

        // What other tests have left to the collector must not go while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        for (int i = 0; i < repetitions; i++)
        {
            action();
        }

        torch.Tensor.TotalCount.Should().Be(before);
    }
}
