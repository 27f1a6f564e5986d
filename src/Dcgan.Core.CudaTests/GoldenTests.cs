using Dcgan.Core.Tests.Golden;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Compares the library on CUDA with the reference, in float64.</summary>
public sealed class GoldenTests : CudaTest
{
    public static TheoryData<string> Files => [.. GoldenComparison.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Forward_pass_and_losses_are_the_references(string name) => GoldenComparison.ForwardPassAndLosses(name, Gpu.Device);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_gradient_is_the_references(string name) => GoldenComparison.EveryGradient(name, Gpu.Device);

    [Theory]
    [MemberData(nameof(Files))]
    public void Variables_after_one_and_three_steps_are_the_references(string name) => GoldenComparison.VariablesAfterSteps(name, Gpu.Device);
}
