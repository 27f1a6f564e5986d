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
    public void Drawn_faces_are_not_those_that_the_run_learns_from(long trainingSeed) =>
        RealImages.FacesApartFrom(trainingSeed).Should().NotBe(trainingSeed);

    [Fact]
    public void Drawn_faces_are_as_many_as_asked_for()
    {
        using var source = RealImages.Open(null, new ImageFormat(8, 1), 5, _ => { });

        source.Count.Should().Be(5);
    }
}
