using Dcgan.Core;
using FluentAssertions;
using SkiaSharp;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Images.Tests;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_image_is_loaded_in_the_same_way_as_training_images()
    {
        folder.Write("face.png", TestImages.Gray(90, size: 20));

        Tensor image = ImageFile.Load(folder.File("face.png"), new ImageFormat(4, 6, 1));

        image.shape.Should().Equal(1, 4, 6);
        ImagePixels.FromImage(image).Should().OnlyContain(level => level == 90);
    }

    [Fact]
    public void An_unreadable_file_is_reported_with_the_reason()
    {
        folder.Write("text.png", [1, 2, 3]);

        Loading(folder.File("text.png")).Should().Throw<InvalidDataException>()
            .WithMessage($"{folder.File("text.png")}: cannot be used, because it is not a complete JPEG, PNG, WebP or BMP image.");
        Loading("/no/such/face.png").Should().Throw<DirectoryNotFoundException>();
        Loading(folder.Path).Should().Throw<IOException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Pixels_of_every_number_of_channels_are_the_same_after_saving_and_loading(int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 3 * channels).Select(index => (byte)(index % channels == channels - 1 ? 255 - index : 4 * index))];
        Tensor image = ImagePixels.ToImages(pixels, channels, 5, 3)[0];
        string path = folder.File("new/image.png");

        ImageFile.Save(image, path);

        Tensor loaded = ImageFile.Load(path, new ImageFormat(5, 3, channels));
        int tolerance = channels is 2 or 4 ? 2 : 0; // Decoding premultiplies by alpha in 8 bits. The lowest alpha here is 195.
        ImagePixels.FromImage(loaded).Zip(pixels).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= tolerance);
    }

    [Fact]
    public void Several_images_are_saved_as_a_grid()
    {
        Tensor images = stack(Enumerable.Range(0, 5).Select(index => full([3, 2, 4], (index / 2f) - 1)).ToArray());

        ImageFile.Save(images, folder.File("grid.png"));
        ImageFile.Save(images, folder.File("row.png"), columns: 5);

        Size("grid.png").Should().Be((3 * 4, 2 * 2)); // 5 images in rows of 3
        Size("row.png").Should().Be((5 * 4, 2));
        FluentActions.Invoking(() => ImageFile.ToPng(images, columns: 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("columns: must be at least 1 but was 0.*");
        ImageFile.ToPng(images, columns: 1_000_000).Should().Equal(File.ReadAllBytes(folder.File("row.png")), "a row is as long as its images");
        ImageFile.ToPng(images).Should().Equal(File.ReadAllBytes(folder.File("grid.png")));
    }

    [Theory]
    [InlineData("a.jpg", 3, SKEncodedImageFormat.Jpeg)]
    [InlineData("a.JPEG", 1, SKEncodedImageFormat.Jpeg)]
    [InlineData("a.webp", 4, SKEncodedImageFormat.Webp)]
    public void The_extension_selects_the_format(string name, int channels, SKEncodedImageFormat format)
    {
        ImageFile.Save(zeros(channels, 8, 8), folder.File(name));

        using var codec = SKCodec.Create(folder.File(name));
        codec.EncodedFormat.Should().Be(format);
    }

    [Fact]
    public void What_cannot_be_saved_is_rejected_in_one_sentence_and_leaves_the_old_file()
    {
        folder.Write("a.jpg", [7]);

        Saving(zeros(4, 8, 8), "a.jpg").Should().Throw<ArgumentException>().WithMessage("images: have alpha, which JPEG does not support; use .png or .webp.*");
        Saving(zeros(3, 8, 8), "a.gif").Should().Throw<ArgumentException>().WithMessage("path: must end in .png, .jpg, .jpeg or .webp but is '*a.gif'.*");
        Saving(zeros(5, 8, 8), "a.png").Should().Throw<ArgumentException>().WithMessage("images: an image file has 1 to 4 channels, but the images have 5.*");
        Saving(zeros(8, 8), "a.png").Should().Throw<ArgumentException>().WithMessage("images: expected [C, H, W] or [N, C, H, W] but was [8, 8].*");
        Saving(zeros(1, 8, 16400), "a.webp").Should().Throw<ArgumentException>()
            .WithMessage("images: the picture has 8x16400 pixels, height x width, but Webp has at most 16383 per side; use .png.*");
        Saving(zeros(0, 3, 8, 8), "a.png").Should().Throw<ArgumentException>();
        File.ReadAllBytes(folder.File("a.jpg")).Should().Equal(7);
    }

    [Fact]
    public void Pixels_are_encoded_if_their_number_fits()
    {
        byte[] png = ImageFile.EncodePng([1, 2, 3, 4, 5, 6], height: 1, width: 2, channels: 3);

        using var bitmap = SKBitmap.Decode(png);
        bitmap.Pixels.Should().Equal(new SKColor(1, 2, 3), new SKColor(4, 5, 6));
        FluentActions.Invoking(() => ImageFile.EncodePng([1, 2], 1, 1, 3)).Should().Throw<ArgumentException>().WithMessage("pixels: expected 3 bytes but was 2.*");
    }

    private (int Width, int Height) Size(string name)
    {
        using var codec = SKCodec.Create(folder.File(name));
        return (codec.Info.Width, codec.Info.Height);
    }

    private Action Saving(Tensor images, string name) => () => ImageFile.Save(images, folder.File(name));

    private static Action Loading(string path) => () => ImageFile.Load(path, new ImageFormat(4, 4, 1));
}
