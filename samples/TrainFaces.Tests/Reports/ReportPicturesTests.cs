using Dcgan.Images;
using FluentAssertions;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TrainFaces.Reports;
using Xunit;

namespace TrainFaces.Tests.Reports;

public class ReportPicturesTests
{
    [Fact]
    public void The_first_and_the_last_epoch_are_shown_and_others_in_equal_distances()
    {
        ReportPictures.Select(0).Should().Equal(0);
        ReportPictures.Select(3).Should().Equal(0, 1, 2, 3);
        ReportPictures.Select(101).Should().StartWith([0, 4, 8]).And.EndWith([96, 100, 101]);
        for (int last = 1; last <= 9999; last++)
        {
            var selected = ReportPictures.Select(last);
            selected.Count.Should().BeLessThanOrEqualTo(ReportPictures.MaxCount);
            (selected[0], selected[^1]).Should().Be((0, last));
            selected.SkipLast(1).Should().BeSubsetOf([.. ReportPictures.Select(last - 1)], "no picture has to be read again");
        }
    }

    [Fact]
    public void A_large_picture_is_compressed_and_a_small_one_is_not()
    {
        byte[] small = NoisePng(64), large = NoisePng(512), huge = NoisePng(2100);
        large.Length.Should().BeGreaterThan(ReportPictures.MaxBytes);

        var pictures = new ReportPictures(epoch => epoch switch { 0 => small, 1 => large, _ => huge }).UpTo(2);

        pictures[0].Should().BeEquivalentTo(new ReportPicture(0, "image/png", small, 64, 64));
        pictures[1].Content.Length.Should().BeLessThanOrEqualTo(ReportPictures.MaxBytes);
        (pictures[1].MediaType, pictures[1].Width, pictures[1].Height).Should().Be(("image/webp", 512, 512));
        pictures[2].Content.Length.Should().BeLessThanOrEqualTo(ReportPictures.MaxBytes);
        pictures[1].Content.AsSpan(8, 4).ToArray().Should().Equal("WEBP"u8.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Compression_keeps_the_colors_and_the_alpha(int channels)
    {
        const int Side = 600;
        byte[] pixels = [.. Noise(Side * Side * channels).Select((value, index) => (byte)((40 * (1 + (index % channels))) + (value / 4)))];

        var picture = new ReportPictures(_ => ImageFile.EncodePng(pixels, Side, Side, channels)).UpTo(0).Single();

        picture.MediaType.Should().Be("image/webp");
        using var decoded = Image.Load<Rgba32>(picture.Content);
        decoded.Width.Should().BeInRange(100, Side);
        int[] means = [0, 0, 0, 0];
        decoded.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height; y++)
            {
                foreach (var pixel in rows.GetRowSpan(y))
                {
                    means[0] += pixel.R;
                    means[1] += pixel.G;
                    means[2] += pixel.B;
                    means[3] += pixel.A;
                }
            }
        });
        int count = decoded.Width * decoded.Height;
        int[] expected = channels switch { 1 => [72, 72, 72, 255], 2 => [72, 72, 72, 112], 3 => [72, 112, 152, 255], _ => [72, 112, 152, 192] };
        means.Select(sum => sum / count).Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 4);
    }

    [Fact]
    public void Missing_and_damaged_pictures_are_left_out()
    {
        byte[] png = NoisePng(8);

        new ReportPictures(epoch => epoch switch { 1 => null, 2 => [1, 2, 3], 3 => [], 4 => png[..40], _ => png }).UpTo(5)
            .Select(picture => picture.Epoch).Should().Equal(0, 5);
    }

    [Fact]
    public void Each_picture_is_read_once_but_that_of_the_last_epoch_again()
    {
        var read = new List<int>();
        byte[] png = NoisePng(8);
        var pictures = new ReportPictures(epoch =>
        {
            read.Add(epoch);
            return png;
        });

        pictures.UpTo(1);
        pictures.UpTo(2);
        pictures.UpTo(2);

        read.Should().Equal(0, 1, 2, 2);
    }

    private static byte[] NoisePng(int side) => ImageFile.EncodePng(Noise(side * side * 3), side, side, 3);

    private static byte[] Noise(int count)
    {
        uint random = 1;
        return [.. Enumerable.Range(0, count).Select(_ => (byte)((random = (1664525 * random) + 1013904223) >> 24))];
    }
}
