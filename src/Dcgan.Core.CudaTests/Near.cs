using FluentAssertions;
using TorchSharp;

namespace Dcgan.Core.CudaTests;

/// <summary>Compares values of two devices, which sum in different orders.</summary>
internal static class Near
{
    /// <summary>
    /// For a few steps in float64. Rounding errors are about 1e-16, and Adam amplifies those of small gradients.
    /// </summary>
    internal const double Double = 1e-9;

    /// <summary>For forward passes in float32 without TF32. Rounding errors are about 1e-7 for each layer.</summary>
    internal const double Single = 1e-4;

    /// <summary>
    /// Adam divides a gradient by its size plus 1e-8. Where the true gradient is 0, a rounding error of 1e-16 moves a weight by a
    /// hundred-millionth of the learning rate, so a tensor of tiny values is compared on this scale.
    /// </summary>
    private const double SmallestScale = 0.1;

    /// <summary>Asserts that no value differs by more than a fraction of the largest value of its tensor.</summary>
    internal static void ShouldBeNear(
        this Dictionary<string, double[]> values, Dictionary<string, double[]> expected, double tolerance = Double)
    {
        values.Keys.Should().BeEquivalentTo(expected.Keys);
        foreach ((string key, double[] numbers) in values)
        {
            ShouldBeNear(numbers, expected[key], tolerance, key);
        }
    }

    /// <inheritdoc cref="ShouldBeNear(Dictionary{string, double[]}, Dictionary{string, double[]}, double)"/>
    internal static void ShouldBeNear(this torch.Tensor actual, torch.Tensor expected, double tolerance, string what = "tensor")
    {
        actual.shape.Should().Equal(expected.shape, what);
        actual.dtype.Should().Be(expected.dtype, what);
        ShouldBeNear(Numbers(actual), Numbers(expected), tolerance, what);
    }

    /// <summary>Asserts that all numbers of two steps agree.</summary>
    internal static void ShouldBeNear(this DcganStep step, DcganStep expected, double tolerance = Double)
    {
        (step.Number, step.Outcome, step.Verdict, step.Diversity is null)
            .Should().Be((expected.Number, expected.Outcome, expected.Verdict, expected.Diversity is null));
        ShouldBeNear(Numbers(step), Numbers(expected), tolerance, $"step {step.Number}");
    }

    internal static void ShouldBeNear(double[] actual, double[] expected, double tolerance, string what)
    {
        actual.Length.Should().Be(expected.Length, what);
        double scale = expected.Select(Math.Abs).Append(SmallestScale).Max();
        double difference = actual.Zip(expected, (one, other) => Math.Abs(one - other)).Append(0).Max();
        difference.Should().BeLessThanOrEqualTo(tolerance * scale, "{0} should be that of the CPU, with largest value {1}", what, scale);
    }

    /// <summary>Asserts that two files have the same bytes. FluentAssertions would take minutes for 12 MB.</summary>
    internal static void ShouldHaveTheBytesOf(string path, string expected, string what = "file") =>
        File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(expected)).Should().BeTrue("{0} should be that of the CPU", what);

    /// <summary>All values as plain numbers, row by row.</summary>
    internal static double[] Numbers(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.float64, torch.CPU).contiguous().data<double>().ToArray();
    }

    private static double[] Numbers(DcganStep step) =>
    [
        step.GeneratorLoss, step.DiscriminatorLoss, step.Penalty, step.RealProbability, step.GeneratedProbability, step.ScoreGap,
        step.GeneratorGradientNorm, step.DiscriminatorGradientNorm, step.Diversity ?? 0,
    ];
}
