using Dcgan.Images;
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
    public void As_many_drawn_faces_as_requested_are_compared_and_held_out()
    {
        using var real = RealImages.Open(null, heldOutData: null, new ImageFormat(8, 8, 1), 7, _ => { });

        real.Count.Should().Be(7);
        real.Description.Should().Be("14 new drawn faces per epoch");
    }

    [Fact]
    public void At_most_half_of_a_data_set_is_held_out()
    {
        using var folder = Data(13);
        using var others = Data(2);

        Count(folder, heldOut: null, 100).Should().Be(6);
        Count(folder, heldOut: null, 6).Should().Be(6);
        Count(folder, others.Path, 100).Should().Be(100, "other images are held out");
    }

    [Fact]
    public void A_data_set_without_two_halves_is_refused()
    {
        using var folder = Data(11);

        FluentActions.Invoking(() => Count(folder, heldOut: null, 100)).Should().Throw<SampleException>().WithMessage(
            $"--data {folder.Path}: must contain at least 12 images, of which half are held out, but contains 11.");
    }

    private static int Count(TemporaryFolder data, string? heldOut, int count)
    {
        using var real = RealImages.Open(data.Path, heldOut, new ImageFormat(8, 8, 1), count, _ => { });
        return real.Count;
    }

    private static TemporaryFolder Data(int images)
    {
        var folder = new TemporaryFolder();
        for (int image = 0; image < images; image++)
        {
            folder.Write($"{image}.png", TestImages.Gray((byte)image));
        }

        return folder;
    }
}
