using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class PictureTests
{
    [Fact]
    public void Gray_becomes_three_equal_channels() =>
        Picture.FromBytes([1, 2], channels: 1, width: 2, height: 1).Pixels.Should().Equal(1, 1, 1, 2, 2, 2);

    [Fact]
    public void Alpha_is_shown_on_white()
    {
        Picture.FromBytes([1, 2, 3, 255, 5, 6, 7, 0, 100, 0, 255, 51], channels: 4, width: 1, height: 3).Pixels
            .Should().Equal(1, 2, 3, 255, 255, 255, 224, 204, 255); // 51 is a fifth of 255.
        Picture.FromBytes([100, 51], channels: 2, width: 1, height: 1).Pixels.Should().Equal(224, 224, 224);
    }

    [Fact]
    public void Enlarge_repeats_each_pixel()
    {
        var large = Picture.FromBytes([1, 2, 3, 4, 5, 6], channels: 1, width: 3, height: 2).Enlarge(2);

        (large.Width, large.Height).Should().Be((6, 4));
        large.Pixels.Where((_, index) => index % 3 == 0).Should().Equal(
            1, 1, 2, 2, 3, 3,
            1, 1, 2, 2, 3, 3,
            4, 4, 5, 5, 6, 6,
            4, 4, 5, 5, 6, 6);
    }
}
