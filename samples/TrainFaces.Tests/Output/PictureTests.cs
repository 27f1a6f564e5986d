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
    public void The_first_three_of_more_channels_are_used() =>
        Picture.FromBytes([1, 2, 3, 4, 5, 6, 7, 8], channels: 4, width: 1, height: 2).Pixels.Should().Equal(1, 2, 3, 5, 6, 7);

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
