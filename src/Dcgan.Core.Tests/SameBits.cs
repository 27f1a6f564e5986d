using FluentAssertions;

namespace Dcgan.Core.Tests;

internal static class SameBits
{
    /// <summary>Asserts that the values are bit-identical, key by key.</summary>
    internal static void ShouldHaveTheBitsOf(this Dictionary<string, double[]> values, Dictionary<string, double[]> expected)
    {
        values.Keys.Should().BeEquivalentTo(expected.Keys);
        foreach ((string key, double[] numbers) in values)
        {
            numbers.Should().Equal(expected[key], key);
        }
    }

    internal static void ShouldNotHaveTheBitsOf(this Dictionary<string, double[]> values, Dictionary<string, double[]> expected) =>
        values.All(entry => entry.Value.SequenceEqual(expected[entry.Key])).Should().BeFalse();
}
