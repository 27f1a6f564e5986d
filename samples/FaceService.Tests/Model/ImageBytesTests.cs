using FaceService.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests.Model;

public sealed class ImageBytesTests
{
    /// <summary>From planes, as networks have them, to pixels, as files do; each value different, so that each place shows.</summary>
    [Fact]
    public void Every_value_comes_to_its_own_pixel_and_channel()
    {
        // Two images of 3 channels and 2 pixels: channel by channel.
        float[] images = [-1, -0.9f, -0.8f, -0.7f, -0.6f, -0.5f, 0, 0.1f, 0.2f, 0.3f, 0.4f, 1];

        byte[] bytes = ImageBytes.Of(images, channels: 3, area: 2);

        bytes.Should().Equal(Level(-1), Level(-0.8), Level(-0.6), Level(-0.9), Level(-0.7), Level(-0.5), Level(0), Level(0.2), Level(0.4), Level(0.1), Level(0.3), Level(1));
    }

    [Fact]
    public void What_is_no_number_is_black_and_what_is_too_large_is_white() =>
        ImageBytes.Of([float.NaN, float.NegativeInfinity, float.PositiveInfinity, 1.5f], channels: 1, area: 4).Should().Equal(0, 0, 255, 255);

    private static byte Level(double value) => (byte)Math.Min(255, (value + 1) * 127.75);
}
