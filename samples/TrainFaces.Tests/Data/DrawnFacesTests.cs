using Dcgan.Images;
using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using Xunit;

namespace TrainFaces.Tests.Data;

public class DrawnFacesTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(64, 3)]
    [InlineData(100, 4)]
    public void The_same_seed_and_index_give_the_same_face(int size, int channels)
    {
        var format = new ImageFormat(size, size, channels);

        byte[] face = Draw(seed: 7, index: 123, format);

        face.Should().Equal(Draw(seed: 7, index: 123, format));
        face.Should().NotEqual(Draw(seed: 7, index: 124, format));
        face.Should().NotEqual(Draw(seed: 8, index: 123, format));
    }

    [Fact]
    public void Every_epoch_has_new_faces()
    {
        using var source = new DrawnFaces(seed: 1, facesPerEpoch: 3, new ImageFormat(8, 8, 1));

        source.Order(0, 0).Should().Equal(0, 1, 2);
        source.Order(0, 1).Should().Equal(3, 4, 5);
    }

    [Fact]
    public void A_face_is_drawn_in_many_tones() =>
        Draw(seed: 1, index: 0, new ImageFormat(64, 64, 1)).Distinct().Should().HaveCountGreaterThan(50);

    private static byte[] Draw(long seed, long index, ImageFormat format)
    {
        using var source = new DrawnFaces(seed, facesPerEpoch: 1, format);
        byte[] pixels = new byte[format.Bytes];
        source.TryRead(index, pixels).Should().BeTrue();
        return pixels;
    }
}
