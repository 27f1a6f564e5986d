using System.IO.Compression;
using FluentAssertions;
using SkiaSharp;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFormat Format = new(4, 4, 1);
    private readonly TemporaryFolder folder = new();
    private readonly RecordedLog log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_searched_recursively_in_ordinal_order()
    {
        WriteFiles();

        using ImageFolder source = Open(folder.Path);

        Levels(source).Should().Equal(10, 20, 30, 40);
        log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void A_zip_archive_gives_the_same_images_in_the_same_order()
    {
        WriteFiles();
        using var elsewhere = new TemporaryFolder();
        string zip = elsewhere.File("faces.zip");
        ZipFile.CreateFromDirectory(folder.Path, zip);

        using ImageFolder source = Open(zip);

        Levels(source).Should().Equal(10, 20, 30, 40);
    }

    [Fact]
    public void An_unreadable_image_gives_one_warning_and_is_counted()
    {
        WriteFiles();
        folder.Write("C.png", [1, 2, 3]);

        using ImageFolder source = Open(folder.Path);
        source.Count.Should().Be(5);

        Levels(source).Should().Equal(10, 20, -1, 30, 40);
        Levels(source).Should().Equal(10, 20, -1, 30, 40);
        source.Count.Should().Be(5);
        source.Unreadable.Should().Be(1);
        log.Messages.Should().Equal("C.png: skipped, because it is not a complete JPEG, PNG, WebP or BMP image.");
    }

    [Fact]
    public void An_epoch_without_two_readable_images_says_why_one_of_them_cannot_be_read()
    {
        folder.Write("A.png", [1, 2, 3]);
        folder.Write("B.png", [1, 2, 3]);
        using ImageFolder source = Open(folder.Path);

        FluentActions.Enumerating(() => source.EpochBatches(4, seed: 1)).Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: fewer than 2 of its 2 images can be read, so the epoch has no batch. For example, ?.png: it is not a complete JPEG, PNG, WebP or BMP image.");
    }

    [Fact]
    public void A_folder_that_has_been_disposed_reads_no_images()
    {
        WriteFiles();
        ImageFolder source = Open(folder.Path);
        source.TryRead(0, new byte[source.Format.Bytes]).Should().BeTrue();

        source.Dispose();

        source.Invoking(it => it.TryRead(0, new byte[it.Format.Bytes])).Should().Throw<ObjectDisposedException>();
        source.Invoking(it => it.EpochBatches(2, seed: 1).First()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Images_are_decoded_only_once()
    {
        WriteFiles();
        using ImageFolder source = Open(folder.Path);
        Levels(source);

        File.Delete(folder.File("A.PNG"));

        Levels(source).Should().Equal(10, 20, 30, 40);
    }

    [Fact]
    public void The_digest_tells_other_contents_apart_but_not_an_archive_from_its_folder()
    {
        folder.Write("data/a/1.png", TestImages.Gray(10));
        folder.Write("data/b/1.png", TestImages.Gray(20));
        ZipFile.CreateFromDirectory(folder.File("data"), folder.File("data.zip"));
        string digest = DigestOf("data");

        DigestOf("data").Should().Be(digest).And.HaveLength(64);
        DigestOf("data.zip").Should().Be(digest);
        File.SetLastWriteTimeUtc(folder.File("data/a/1.png"), DateTime.UnixEpoch);
        DigestOf("data").Should().Be(digest, "a copy has other times");
        Directory.Move(folder.File("data/a"), folder.File("data/c"));
        DigestOf("data").Should().NotBe(digest, "the images have changed places");
        folder.Write("data/b/1.png", TestImages.Gray(30));
        DigestOf("data").Should().NotBe(digest);

        string DigestOf(string name)
        {
            using ImageFolder images = Open(folder.File(name));
            return images.ComputeDigest();
        }
    }

    [Fact]
    public void A_run_does_not_train_on_its_own_output()
    {
        WriteFiles();
        folder.Write("out/samples-epoch-0001.png", TestImages.Gray(1));

        using ImageFolder source = Open(folder.Path, output: folder.File("out"));

        Levels(source).Should().Equal(10, 20, 30, 40);
        log.Messages.Should().BeEmpty();
    }

    [Theory]
    [InlineData(".")]
    [InlineData("Z/..")]
    public void Data_in_the_output_folder_are_rejected(string output)
    {
        WriteFiles();

        FluentActions.Invoking(() => Open(folder.File("Z"), output: folder.File(output))).Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.File("Z")}: must not be in the output folder {folder.File(output)}, because a run does not train on its own pictures; use another output folder.");
    }

    [Fact]
    public void Options_out_of_range_are_rejected()
    {
        WriteFiles();

        Opening(new() { Format = new(0, 4, 3) }).WithMessage("Format: Height must be in [1, 16384] but was 0.*");
        Opening(new() { Format = new(4, 16385, 3) }).WithMessage("Format: Width must be in [1, 16384] but was 16385.*");
        Opening(new() { Format = new(4, 4, 5) }).WithMessage("Format: Channels must be in [1, 4] but was 5.*");
        FluentActions.Invoking(() => ImageFolder.Open(folder.Path, new() { CacheFolder = "" })).Should().Throw<ArgumentException>()
            .WithMessage("CacheFolder: must be the name of a folder or null but was empty.*");
        Opening(new() { MemoryLimit = -1 }).WithMessage("MemoryLimit: must be at least 0 but was -1.*");

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentOutOfRangeException> Opening(ImageFolderOptions options) =>
            FluentActions.Invoking(() => ImageFolder.Open(folder.Path, options)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_folder_with_only_the_pictures_of_a_run_says_that_they_are_left_out()
    {
        folder.Write("run.json", [1]);
        folder.Write("samples-epoch-0001.png", TestImages.Gray(1));

        FluentActions.Invoking(() => ImageFolder.ShortSide(folder.Path)).Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: contains no readable image. Note: 1 image in the output folder of a training run (.) is not used: samples-epoch-0001.png. *");
    }

    [Fact]
    public void The_short_side_is_that_of_the_first_readable_image()
    {
        folder.Write("a.png", [1]);
        folder.Write("b.png", TestImages.Png(9, 5, (_, _) => SKColors.White));
        folder.Write("c.png", TestImages.Gray(1));

        ImageFolder.ShortSide(folder.Path).Should().Be(5);
        Directory.CreateDirectory(folder.File("none"));
        FluentActions.Invoking(() => ImageFolder.ShortSide(folder.File("none"))).Should().Throw<InvalidDataException>()
            .WithMessage($"{folder.File("none")}: contains no readable image.");
        folder.Write("broken/d.png", [1]);
        folder.Write("broken/e.png", []);
        FluentActions.Invoking(() => ImageFolder.ShortSide(folder.File("broken"))).Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.File("broken")}: contains no readable image. For example, d.png: it is not a complete JPEG, PNG, WebP or BMP image.");
        FluentActions.Invoking(() => ImageFolder.ShortSide(folder.Path, new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Files_that_are_not_used_are_reported_when_the_data_are_opened()
    {
        WriteFiles();
        folder.Write("scan.tiff", [1]);

        using ImageFolder source = Open(folder.Path);

        log.Messages.Should().Equal($"{folder.Path}: 1 image in another format is not used: scan.tiff. Convert to one of .jpg, .jpeg, .png, .webp, .bmp.");
    }

    [Fact]
    public void Too_few_images_are_rejected_with_the_files_that_are_not_used()
    {
        folder.Write("a.zip", [1]);

        FluentActions.Invoking(() => Open(folder.Path)).Should().Throw<InvalidDataException>()
            .WithMessage("*but contains 0. Note: 1 archive inside the data is not used: a.zip. Extract archives first, and use the folder.");
    }

    [Fact]
    public void Cancellation_ends_the_listing()
    {
        WriteFiles();

        FluentActions.Invoking(() => ImageFolder.Open(folder.Path, cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void A_missing_path_is_rejected()
    {
        string path = folder.File("nowhere");

        FluentActions.Invoking(() => Open(path))
            .Should().Throw<FileNotFoundException>().WithMessage($"{path}: the folder or zip archive does not exist.");
    }

    [Fact]
    public void A_file_that_is_not_a_zip_archive_is_rejected()
    {
        folder.Write("a.zip", [1, 2, 3]);

        FluentActions.Invoking(() => Open(folder.File("a.zip")))
            .Should().Throw<InvalidDataException>().WithMessage("*: must be a folder or a zip archive.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_images_are_rejected(int count)
    {
        folder.Write("notes.txt", [1]);
        folder.Write(".hidden.png", TestImages.Gray(1));
        for (int image = 0; image < count; image++)
        {
            folder.Write($"{image}.png", TestImages.Gray(1));
        }

        FluentActions.Invoking(() => Open(folder.Path))
            .Should().Throw<InvalidDataException>().WithMessage($"*must contain at least 2 images (.jpg, .jpeg, .png, .webp, .bmp) but contains {count}.");
    }

    private void WriteFiles()
    {
        folder.Write("a.png", TestImages.Gray(40));
        folder.Write("A.PNG", TestImages.Gray(10));
        folder.Write("Z/deep/er.jpeg", TestImages.Gray(30));
        folder.Write("B.jpg", TestImages.Gray(20));
        folder.Write("readme.txt", [65]);
    }

    private ImageFolder Open(string path, string? output = null) =>
        ImageFolder.Open(path, new ImageFolderOptions { Format = Format, OutputFolder = output }, log);

    private static int[] Levels(ImageFolder source) =>
    [
        .. Enumerable.Range(0, source.Count).Select(index =>
        {
            byte[] pixels = new byte[Format.Bytes];
            return source.TryRead(index, pixels) ? pixels[0] : -1;
        }),
    ];
}
