using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

// The expected numbers are those of PyTorch 2.6: interpolate(image, size, mode="bilinear", antialias=True, align_corners=False).
public class AntialiasedResizeTests
{
    private const float Tolerance = 1e-3f; // Of values up to 255; the numbers below have four decimals.

    [Fact]
    public void Enlarging_is_PyTorchs()
    {
        float[] resized = Resize(5, 8);

        Near(resized[..8], 0, 39.8125f, 96.6875f, 153.5625f, 130.4375f, 27.3125f, 68.1875f, 108);
        Near(resized[16..24], 39.3125f, 84.2383f, 147.4180f, 201.5977f, 185.7773f, 99.9570f, 140.1367f, 178.0625f);
        Near(resized[56..], 148, 95.0625f, 35.4375f, 119.8125f, 124.1875f, 48.5625f, 116.9375f, 176);
    }

    [Fact]
    public void Reducing_is_PyTorchs() => Near(
        Resize(9, 4),
        103.3690f, 118.8634f, 120.7589f, 154.9086f,
        132.7812f, 131.7037f, 135.8709f, 114.3707f,
        130.0411f, 131.1570f, 119.0601f, 102.9024f,
        117.9225f, 126.8641f, 133.9464f, 114.2269f);

    [Theory]
    [InlineData(64, 6526947.0315, 0.0, 101.0, 19.5, 98.7194, 216.0, 27.0)]
    [InlineData(300, 6405063.1436, 39.8197, 143.052, 125.2026, 85.8175, 81.3921, 164.8338)]
    public void Sizes_of_pictures_are_resized_as_in_PyTorch(int size, double sum, params double[] expected)
    {
        const int Side = 224;
        float[] resized = Resize(size, Side);

        resized.Sum(value => (double)value).Should().BeApproximately(sum, 1);
        Near(
            [resized[0], resized[Side - 1], resized[Side + 2], resized[(112 * Side) + 74], resized[^1], resized[(222 * Side) + 1]],
            [.. expected.Select(value => (float)value)]);
    }

    [Fact]
    public void The_same_size_changes_nothing() => Resize(7, 7).Should().Equal(Pattern(7));

    [Fact]
    public void Height_and_width_are_independent()
    {
        float[] result = new float[2 * 3];

        new AntialiasedResize(4, 3, 2, 3).Apply([0, 10, 20, 0, 10, 20, 8, 18, 28, 8, 18, 28], result);

        // The filter of the first row reaches from -1 to 3: rows 0, 1 and 2 weigh 3, 3 and 1.
        Near(result, 8 / 7f, 10 + (8 / 7f), 20 + (8 / 7f), 8 * 6 / 7f, 10 + (8 * 6 / 7f), 20 + (8 * 6 / 7f));
    }

    private static void Near(float[] values, params float[] expected)
    {
        values.Should().HaveCount(expected.Length);
        values.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
    }

    private static float[] Resize(int size, int newSize)
    {
        float[] result = new float[newSize * newSize];
        new AntialiasedResize(size, size, newSize, newSize).Apply(Pattern(size), result);
        return result;
    }

    private static float[] Pattern(int size) => [.. TestPattern.Bytes(size, channels: 1).Select(value => (float)value)];
}
