using Dcgan.Images.Pixels;
using FluentAssertions;
using SkiaSharp;
using Xunit;

namespace Dcgan.Images.Tests.Pixels;

public class ImageDecoderTests
{
    private static readonly SKColor Gray = new(90, 90, 90);

    [Fact]
    public void An_image_of_the_networks_size_keeps_every_pixel()
    {
        byte[] pixels = Decode(TestImages.Png(4, 4, (x, y) => new SKColor((byte)(60 * x), (byte)(60 * y), 7)), new ImageFormat(4, 4, 3));

        pixels.Should().Equal(Enumerable.Range(0, 16).SelectMany(index => new[] { (byte)(60 * (index % 4)), (byte)(60 * (index / 4)), (byte)7 }));
    }

    [Theory]
    [InlineData(32, 8)]
    [InlineData(8, 32)]
    public void Pixels_outside_the_central_square_are_cropped(int width, int height)
    {
        byte[] file = TestImages.Png(
            width, height, (x, y) => Math.Abs(x - (width / 2)) <= 4 && Math.Abs(y - (height / 2)) <= 4 ? Gray : SKColors.White);

        Decode(file, new ImageFormat(8, 8, 1)).Should().OnlyContain(level => level == 90);
    }

    [Theory]
    [InlineData(30, 20, 6, 4)]
    [InlineData(64, 20, 8, 4)]
    [InlineData(20, 64, 4, 8)]
    public void The_largest_central_rectangle_of_the_aspect_ratio_is_kept(int width, int height, int toWidth, int toHeight)
    {
        double scale = Math.Min((double)width / toWidth, (double)height / toHeight);
        double left = (width - (scale * toWidth)) / 2, top = (height - (scale * toHeight)) / 2;
        byte[] file = TestImages.Png(width, height, (x, y) =>
            x >= left - 1 && x < width - left + 1 && y >= top - 1 && y < height - top + 1 ? Gray : SKColors.White);

        Decode(file, new ImageFormat(toHeight, toWidth, 1)).Should().OnlyContain(level => level == 90);
    }

    [Theory]
    [InlineData(6, new byte[] { 2, 0, 3, 1 })]
    [InlineData(8, new byte[] { 1, 3, 0, 2 })]
    public void An_image_on_its_side_is_cropped_in_its_upright_orientation(byte orientation, byte[] storedQuarters)
    {
        // Stored 64 wide and 32 high, so upright it is 32 wide and 64 high: exactly the format.
        byte[] quarters = [0, 90, 170, 255];
        byte[] jpeg = TestImages.Jpeg(64, 32, (x, y) => new SKColor(quarters[(x / 32) + (2 * (y / 16))], quarters[(x / 32) + (2 * (y / 16))], quarters[(x / 32) + (2 * (y / 16))]));

        byte[] pixels = Decode(TestImages.Oriented(jpeg, orientation), new ImageFormat(4, 2, 1));

        byte[] corners = [pixels[0], pixels[1], pixels[6], pixels[7]];
        corners.Zip(storedQuarters).Should().OnlyContain(pair => Math.Abs(pair.First - quarters[pair.Second]) <= 20);
    }

    [Fact]
    public void Alpha_is_kept_straight()
    {
        byte[] png = TestImages.Png(4, 4, (x, _) => x < 2 ? new SKColor(200, 100, 50, 128) : SKColors.Transparent);

        byte[] rgba = Decode(png, new ImageFormat(4, 4, 4)), gray = Decode(png, new ImageFormat(4, 4, 2));

        rgba[3].Should().Be(128);
        ((int)rgba[0]).Should().BeCloseTo(200, 2);
        ((int)rgba[1]).Should().BeCloseTo(100, 2);
        rgba[8..12].Should().Equal(0, 0, 0, 0);
        gray[1].Should().Be(128);
        ((int)gray[0]).Should().BeCloseTo(124, 2); // the luma of (200, 100, 50)
    }

    [Fact]
    public void Transparent_pixels_do_not_bleed_into_opaque_ones()
    {
        // Red, beside transparent pixels that are green under their transparency.
        byte[] png = TestImages.Png(64, 64, (x, _) => x < 32 ? new SKColor(255, 0, 0) : new SKColor(0, 255, 0, 0));

        byte[] pixels = Decode(png, new ImageFormat(4, 4, 4));

        Enumerable.Range(0, 16).Where(pixel => pixels[(4 * pixel) + 3] > 0).Should().OnlyContain(pixel => pixels[(4 * pixel) + 1] == 0);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(37)]
    [InlineData(200)]
    public void Resizing_keeps_a_uniform_gray(int side) =>
        Decode(TestImages.Png(side, side, (_, _) => Gray), new ImageFormat(16, 16, 3)).Should().OnlyContain(level => level == 90);

    [Fact]
    public void Shrinking_takes_every_pixel_into_account()
    {
        byte[] checks = TestImages.Png(64, 64, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black);

        Decode(checks, new ImageFormat(8, 8, 1)).Should().OnlyContain(level => level >= 120 && level <= 135);
    }

    [Fact]
    public void Color_becomes_gray_with_its_luma()
    {
        Decode(TestImages.Png(4, 4, (_, _) => new SKColor(255, 0, 0)), new ImageFormat(4, 4, 1))[0].Should().BeInRange(75, 78);
        Decode(TestImages.Png(4, 4, (_, _) => new SKColor(0, 255, 0)), new ImageFormat(4, 4, 1))[0].Should().BeInRange(148, 151);
    }

    [Fact]
    public void Transparent_pixels_become_white() =>
        Decode(TestImages.Png(4, 4, (_, _) => SKColors.Transparent), new ImageFormat(4, 4, 3)).Should().OnlyContain(level => level == 255);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void The_exif_orientation_is_applied(byte orientation, int column, int row)
    {
        // The upper left quarter of the stored image is dark. The orientation moves this quarter.
        byte[] jpeg = TestImages.Jpeg(32, 32, (x, y) => x < 16 && y < 16 ? SKColors.Black : SKColors.White);

        byte[] pixels = Decode(TestImages.Oriented(jpeg, orientation), new ImageFormat(2, 2, 1));

        pixels.Select(level => level < 128).Should().Equal(Enumerable.Range(0, 4).Select(index => index == (2 * row) + column));
    }

    [Theory]
    [InlineData(5, new byte[] { 0, 2, 1, 3 })]
    [InlineData(6, new byte[] { 2, 0, 3, 1 })]
    [InlineData(7, new byte[] { 3, 1, 2, 0 })]
    [InlineData(8, new byte[] { 1, 3, 0, 2 })]
    public void Rotations_are_distinguished_from_reflections(byte orientation, byte[] storedQuarters)
    {
        byte[] quarters = [0, 90, 170, 255];
        byte[] jpeg = TestImages.Jpeg(32, 32, (x, y) =>
        {
            byte level = quarters[(x / 16) + (2 * (y / 16))];
            return new SKColor(level, level, level);
        });

        byte[] pixels = Decode(TestImages.Oriented(jpeg, orientation), new ImageFormat(2, 2, 1));

        for (int index = 0; index < 4; index++)
        {
            ((int)pixels[index]).Should().BeCloseTo(quarters[storedQuarters[index]], 20);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 2)]
    public void The_exif_orientation_of_a_png_is_applied(byte orientation, int darkQuarter)
    {
        byte[] png = TestImages.Png(32, 32, (x, y) => x < 16 && y < 16 ? SKColors.Black : SKColors.White);

        foreach (byte[] exif in new[] { TestImages.BigEndianExif(orientation), TestImages.LittleEndianExif(orientation) })
        {
            Decode(TestImages.WithExif(png, exif), new ImageFormat(2, 2, 1))
                .Select(level => level < 128).Should().Equal(Enumerable.Range(0, 4).Select(index => index == darkQuarter));
        }
    }

    [Fact]
    public void A_png_with_invalid_exif_keeps_its_orientation()
    {
        byte[] png = TestImages.Png(4, 4, (x, _) => x < 2 ? SKColors.Black : SKColors.White);
        byte[] exif = TestImages.BigEndianExif(6);
        byte[][] invalid = [[], .. Enumerable.Range(1, 20).Select(length => exif[..length]), [.. "MM"u8, 0, 42, 0xFF, 0xFF, 0xFF, 0xFF], TestImages.BigEndianExif(9)];

        foreach (byte[] block in invalid)
        {
            Decode(TestImages.WithExif(png, block), new ImageFormat(2, 2, 1)).Should().Equal(0, 255, 0, 255);
        }
    }

    [Fact]
    public void Webp_and_bmp_are_decoded()
    {
        ((int)Decode(TestImages.Webp(20, 20, (_, _) => Gray), new ImageFormat(4, 4, 1))[5]).Should().BeCloseTo(90, 2);
        Decode(TestImages.Bmp(90, side: 6), new ImageFormat(4, 4, 3)).Should().OnlyContain(level => level == 90);
    }

    [Fact]
    public void A_huge_image_is_rejected_by_its_header()
    {
        ImageDecoder.TryDecode(TestImages.Bmp(90, side: 4, headerSide: 30000), new ImageFormat(2, 2, 1), new byte[4], out string? problem).Should().BeFalse();

        problem.Should().Be("it has 30000x30000 pixels, more than the 134217728 that are decoded");
    }

    [Fact]
    public void Bytes_without_an_image_are_rejected()
    {
        ImageDecoder.TryDecode([1, 2, 3, 4], new ImageFormat(2, 2, 1), new byte[4], out string? problem).Should().BeFalse();

        problem.Should().Be("it is not a complete JPEG, PNG, WebP or BMP image");
    }

    [Fact]
    public void A_truncated_image_is_rejected()
    {
        byte[] whole = TestImages.Jpeg(64, 64, (x, y) => new SKColor((byte)(x * y), (byte)(31 * x), (byte)(17 * y)));

        ImageDecoder.TryDecode(whole[..(whole.Length / 2)], new ImageFormat(8, 8, 3), new byte[192], out _).Should().BeFalse();
    }

    private static byte[] Decode(byte[] file, ImageFormat format)
    {
        byte[] pixels = new byte[format.Bytes];
        ImageDecoder.TryDecode(file, format, pixels, out _).Should().BeTrue();
        return pixels;
    }
}
