using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class PictureTests
{
    [Fact]
    public void Grey_becomes_three_equal_colours() =>
        Picture.Of([1, 2], channels: 1, width: 2, height: 1).Pixels.Should().Equal(1, 1, 1, 2, 2, 2);

    [Fact]
    public void Of_more_channels_the_first_three_are_shown() =>
        Picture.Of([1, 2, 3, 4, 5, 6, 7, 8], channels: 4, width: 1, height: 2).Pixels.Should().Equal(1, 2, 3, 5, 6, 7);

    [Fact]
    public void Each_pixel_of_an_enlarged_picture_is_a_square()
    {
        var large = Picture.Of([1, 2, 3, 4, 5, 6], channels: 1, width: 3, height: 2).Enlarged(2);

        (large.Width, large.Height).Should().Be((6, 4));
        large.Pixels.Where((_, place) => place % 3 == 0).Should().Equal(
            1, 1, 2, 2, 3, 3,
            1, 1, 2, 2, 3, 3,
            4, 4, 5, 5, 6, 6,
            4, 4, 5, 5, 6, 6);
    }
}
