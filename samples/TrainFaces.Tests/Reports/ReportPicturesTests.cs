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
        byte[] small = Noise(64), large = Noise(512), huge = Noise(2100);
        large.Length.Should().BeGreaterThan(ReportPictures.MaxBytes);

        var pictures = new ReportPictures(epoch => epoch switch { 0 => small, 1 => large, _ => huge }).UpTo(2);

        pictures[0].Should().BeEquivalentTo(new ReportPicture(0, "image/png", small, 64, 64));
        pictures[1].Content.Length.Should().BeLessThanOrEqualTo(ReportPictures.MaxBytes);
        (pictures[1].MediaType, pictures[1].Width, pictures[1].Height).Should().Be(("image/webp", 512, 512));
        pictures[2].Content.Length.Should().BeLessThanOrEqualTo(ReportPictures.MaxBytes);
        pictures[1].Content.AsSpan(8, 4).ToArray().Should().Equal("WEBP"u8.ToArray());
    }

    [Fact]
    public void Missing_and_damaged_pictures_are_left_out()
    {
        byte[] png = Noise(8);

        new ReportPictures(epoch => epoch switch { 1 => null, 2 => [1, 2, 3], 3 => [], 4 => png[..40], _ => png }).UpTo(5)
            .Select(picture => picture.Epoch).Should().Equal(0, 5);
    }

    [Fact]
    public void Each_picture_is_read_once_but_that_of_the_last_epoch_again()
    {
        var read = new List<int>();
        byte[] png = Noise(8);
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

    private static byte[] Noise(int side)
    {
        uint random = 1;
        byte[] pixels = [.. Enumerable.Range(0, side * side * 3).Select(_ => (byte)((random = (1664525 * random) + 1013904223) >> 24))];
        using var image = Image.LoadPixelData<Rgb24>(pixels, side, side);
        using var file = new MemoryStream();
        image.SaveAsPng(file);
        return file.ToArray();
    }
}
