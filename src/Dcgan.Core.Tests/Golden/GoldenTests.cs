using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Golden;

/// <summary>Compares the library with the reference; the CUDA tests do the same on a GPU.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Files => [.. GoldenComparison.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Forward_pass_and_losses_are_the_references(string name) => GoldenComparison.ForwardPassAndLosses(name, torch.CPU);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_gradient_is_the_references(string name) => GoldenComparison.EveryGradient(name, torch.CPU);

    [Theory]
    [MemberData(nameof(Files))]
    public void Variables_after_one_and_three_steps_are_the_references(string name) => GoldenComparison.VariablesAfterSteps(name, torch.CPU);
}
