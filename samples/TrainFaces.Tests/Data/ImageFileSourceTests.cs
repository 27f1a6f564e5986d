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
        warnings.Should().Equal("C.png: skipped, because it is not a complete JPEG or PNG image.");
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
            .Should().Throw<SampleException>().WithMessage($"*must contain at least 2 images (.jpg, .jpeg, .png) but contains {count}.");
    }

    private void WriteFiles()
    {
        folder.Write("a.png", TestImages.Gray(40));
        folder.Write("A.PNG", TestImages.Gray(10));
        folder.Write("Z/deep/er.jpeg", TestImages.Gray(30));
        folder.Write("B.jpg", TestImages.Gray(20));
        folder.Write("readme.txt", [65]);
    }

    private ImageFileSource Open(string path) => ImageFileSource.Open(path, seed: 1, Format, warnings.Add);

    private static int[] Levels(ImageFileSource source) =>
    [
        .. Enumerable.Range(0, source.Count + source.Unreadable).Select(index =>
        {
            byte[] pixels = new byte[Format.Bytes];
            return source.TryRead(index, pixels) ? pixels[0] : -1;
        }),
    ];
}
