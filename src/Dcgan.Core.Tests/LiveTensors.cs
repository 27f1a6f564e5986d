using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>Counts the process's live native tensors; for tests of the collection <see cref="CountsTensors"/>.</summary>
internal static class LiveTensors
{
    /// <summary>Asserts that an action leaks no tensors after its first run.</summary>
    internal static void ShouldStayFlat(Action action, int repetitions)
    {
        action();

        // Tensors that other tests have left to the garbage collector must not be freed during the count.
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
