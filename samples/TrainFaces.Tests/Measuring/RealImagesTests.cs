using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class RealImagesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2048)]
    public void Drawn_faces_differ_from_the_training_faces(long trainingSeed) =>
        RealImages.SeedOtherThan(trainingSeed).Should().NotBe(trainingSeed);

    [Fact]
    public void Open_creates_the_requested_number_of_drawn_faces()
    {
        using var source = RealImages.Open(null, new ImageFormat(8, 1), 5, _ => { });

        source.Count.Should().Be(5);
    }
}
