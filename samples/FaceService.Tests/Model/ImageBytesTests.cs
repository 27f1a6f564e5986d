using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class ImageBytesTests
{
    /// <summary>Converts planar to interleaved channels. All values differ, so that the test detects any value in the wrong place.</summary>
    [Fact]
    public void Planar_values_become_interleaved_bytes()
    {
        // Two images with 3 channels of 2 pixels each.
        float[] images = [-1, -0.9f, -0.8f, -0.7f, -0.6f, -0.5f, 0, 0.1f, 0.2f, 0.3f, 0.4f, 1];

        byte[] bytes = ImageBytes.FromImages(images, channels: 3, area: 2);

        bytes.Should().Equal(Level(-1), Level(-0.8), Level(-0.6), Level(-0.9), Level(-0.7), Level(-0.5), Level(0), Level(0.2), Level(0.4), Level(0.1), Level(0.3), Level(1));
    }

    [Fact]
    public void Nan_becomes_0_and_values_outside_the_range_are_clamped() =>
        ImageBytes.FromImages([float.NaN, float.NegativeInfinity, float.PositiveInfinity, 1.5f], channels: 1, area: 4).Should().Equal(0, 0, 255, 255);

    private static byte Level(double value) => (byte)Math.Min(255, (value + 1) * 127.75);
}
