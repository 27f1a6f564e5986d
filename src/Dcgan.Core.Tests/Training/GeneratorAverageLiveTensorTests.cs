using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

[Collection(nameof(CountsTensors))]
public sealed class GeneratorAverageLiveTensorTests
{
    [Fact]
    public void A_copy_that_cannot_be_made_is_disposed()
    {
        using var whole = new Generator(Tiny.Generator);
        using var broken = new Generator(Tiny.Generator);
        broken.named_parameters().Single(entry => entry.name == "stages.1.weight").parameter.Dispose();
        void Fail() => FluentActions.Invoking(() => GeneratorAverage.CopyOf(broken)).Should().Throw<Exception>();
        void Succeed() => GeneratorAverage.CopyOf(whole).Dispose();
        Fail();
        Succeed();

        // Each network permanently raises TorchSharp's count by one for each parameter.
        Added(Fail).Should().Be(Added(Succeed));
    }

    private static long Added(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        action();
        return torch.Tensor.TotalCount - before;
    }
}
