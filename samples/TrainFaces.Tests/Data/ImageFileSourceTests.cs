using System.IO.Compression;
using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;
using Xunit;

namespace TrainFaces.Tests.Data;

public sealed class ImageFileSourceTests : IDisposable
{
    private static readonly ImageFormat Format = new(4, 1);
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_searched_recursively_in_ordinal_order()
    {
        WriteFiles();

        using ImageFileSource source = Open(folder.Path);

        Levels(source).Should().Equal(10, 20, 30, 40);
        warnings.Should().BeEmpty();
    }

    [Fact]
    public void A_zip_archive_gives_the_same_images_in_the_same_order()
    {
        WriteFiles();
        using var elsewhere = new TemporaryFolder();
        string zip = elsewhere.File("faces.zip");
        ZipFile.CreateFromDirectory(folder.Path, zip);

        using ImageFileSource source = Open(zip);

        Levels(source).Should().Equal(10, 20, 30, 40);
    }

    [Fact]
    public void An_unreadable_image_gives_one_warning_and_is_counted()
    {
        WriteFiles();
        folder.Write("C.png", [1, 2, 3]);

        using ImageFileSource source = Open(folder.Path);
        source.Count.Should().Be(5);

        Levels(source).Should().Equal(10, 20, -1, 30, 40);
        Levels(source).Should().Equal(10, 20, -1, 30, 40);
        source.Count.Should().Be(4);
        source.Unreadable.Should().Be(1);
        warnings.Should().Equal("C.png: skipped, because it is not a complete JPEG, PNG, WebP or BMP image.");
    }

    [Fact]
    public void Images_are_decoded_only_once()
    {
        WriteFiles();
        using ImageFileSource source = Open(folder.Path);
        Levels(source);

        File.Delete(folder.File("A.PNG"));

        Levels(source).Should().Equal(10, 20, 30, 40);
    }

    [Fact]
    public void A_run_does_not_train_on_its_own_output()
    {
        WriteFiles();
        folder.Write("out/samples-epoch-0001.png", TestImages.Gray(1));

        using ImageFileSource source = Open(folder.Path, output: folder.File("out"));

        Levels(source).Should().Equal(10, 20, 30, 40);
        warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(".")]
    [InlineData("Z/..")]
    public void Data_in_the_output_folder_are_rejected(string output)
    {
        WriteFiles();

        FluentActions.Invoking(() => Open(folder.File("Z"), output: folder.File(output))).Should().Throw<SampleException>().WithMessage(
            $"--data {folder.File("Z")}: must not be in the output folder {folder.File(output)}, because a run does not train on its own pictures; use another --out.");
    }

    [Fact]
    public void Files_that_are_not_used_are_reported_when_the_data_are_opened()
    {
        WriteFiles();
        folder.Write("scan.tiff", [1]);

        using ImageFileSource source = Open(folder.Path);

        warnings.Should().Equal($"--data {folder.Path}: 1 image in another format is not used: scan.tiff. Convert to one of .jpg, .jpeg, .png, .webp, .bmp.");
    }

    [Fact]
    public void Too_few_images_are_rejected_with_the_files_that_are_not_used()
    {
        folder.Write("a.zip", [1]);

        FluentActions.Invoking(() => Open(folder.Path)).Should().Throw<SampleException>()
            .WithMessage("*but contains 0. Note: 1 archive inside the data is not used: a.zip. Extract archives first, and use the folder.");
    }

    [Fact]
    public void Cancellation_ends_the_listing()
    {
        WriteFiles();

        FluentActions.Invoking(() => ImageFileSource.Open(folder.Path, seed: 1, Format, warnings.Add, stop: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void A_missing_path_is_rejected()
    {
        string path = folder.File("nowhere");

        FluentActions.Invoking(() => Open(path))
            .Should().Throw<SampleException>().WithMessage($"--data {path}: the folder or zip archive does not exist.");
    }

    [Fact]
    public void A_file_that_is_not_a_zip_archive_is_rejected()
    {
        folder.Write("a.zip", [1, 2, 3]);

        FluentActions.Invoking(() => Open(folder.File("a.zip")))
            .Should().Throw<SampleException>().WithMessage("*: must be a folder or a zip archive.");
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
            .Should().Throw<SampleException>().WithMessage($"*must contain at least 2 images (.jpg, .jpeg, .png, .webp, .bmp) but contains {count}.");
    }

    private void WriteFiles()
    {
        folder.Write("a.png", TestImages.Gray(40));
        folder.Write("A.PNG", TestImages.Gray(10));
        folder.Write("Z/deep/er.jpeg", TestImages.Gray(30));
        folder.Write("B.jpg", TestImages.Gray(20));
        folder.Write("readme.txt", [65]);
    }

    private ImageFileSource Open(string path, string? output = null) => ImageFileSource.Open(path, seed: 1, Format, warnings.Add, output: output);

    private static int[] Levels(ImageFileSource source) =>
    [
        .. Enumerable.Range(0, source.Count + source.Unreadable).Select(index =>
        {
            byte[] pixels = new byte[Format.Bytes];
            return source.TryRead(index, pixels) ? pixels[0] : -1;
        }),
    ];
}
