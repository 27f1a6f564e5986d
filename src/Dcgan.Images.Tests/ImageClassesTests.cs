using System.IO.Compression;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class ImageClassesTests : IDisposable
{
    private static readonly ImageFolderOptions Classes = new() { Format = new(4, 4, 1), ClassesFromFolders = true };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Subfolders_are_classes_in_ordinal_order_however_deep_their_images_are()
    {
        Write("dog/1.png", "cat/deep/er/2.png", "Zebra/3.png", "cat/4.png");

        using ImageFolder images = ImageFolder.Open(folder.Path, Classes);

        images.ClassNames.Should().Equal("Zebra", "cat", "dog");
        images.Names.Zip(Enumerable.Range(0, 4).Select(index => images.LabelOf(index)))
            .Should().Equal(("Zebra/3.png", 0), ("cat/4.png", 1), ("cat/deep/er/2.png", 1), ("dog/1.png", 2));
    }

    [Fact]
    public void Folders_that_contain_all_images_are_skipped_as_in_archives_with_a_top_folder()
    {
        Write("cifar/train/cat/1.png", "cifar/train/dog/2.png");
        string zip = folder.File("cifar.zip");
        ZipFile.CreateFromDirectory(folder.File("cifar"), zip, CompressionLevel.NoCompression, includeBaseDirectory: true);

        using ImageFolder images = ImageFolder.Open(zip, Classes);

        images.ClassNames.Should().Equal("cat", "dog");
    }

    [Fact]
    public void A_class_whose_name_begins_with_that_of_another_is_another_class()
    {
        Write("cat/1.png", "caterpillar/2.png");

        using ImageFolder images = ImageFolder.Open(folder.Path, Classes);

        images.ClassNames.Should().Equal("cat", "caterpillar");
    }

    [Fact]
    public void An_image_outside_all_subfolders_is_named()
    {
        Write("cat/1.png", "dog/2.png", "stray.png");

        Opening().Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: classes come from subfolders, but stray.png is in none. Move it to the subfolder of its class, or train without classes.");
    }

    [Fact]
    public void A_single_class_is_rejected()
    {
        Write("cat/1.png", "cat/2.png");

        Opening().Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: classes come from subfolders, so images in at least 2 subfolders are needed, but all are in cat.");
    }

    [Fact]
    public void A_subfolder_without_a_visible_name_is_refused_because_a_class_needs_one()
    {
        Write(" /1.png", "dog/2.png");

        Opening().Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: classes are named after their subfolders, but the name of the subfolder \" \" is only spaces. Rename it.");
    }

    [Fact]
    public void A_class_without_a_readable_image_is_refused_because_nothing_would_train_it()
    {
        Write("cat/1.png", "dog/3.png");
        folder.Write("dog/2.png", [1]);
        folder.Write("fox/4.png", [1]);
        folder.Write("fox/5.png", [1]);

        Opening().Should().Throw<InvalidDataException>().WithMessage(
            $"{folder.Path}: no image of the class fox can be read. For example, fox/4.png: it is not a complete JPEG, PNG, WebP or BMP image.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folders_without_an_image_beside_the_classes_are_named(bool inArchive)
    {
        Write("data/cat/1.png", "data/dog/2.png");
        Directory.CreateDirectory(folder.File("data/dog/old"));
        Directory.CreateDirectory(folder.File("data/.hidden"));
        foreach (string name in (string[])["ant", "bee", "fox", "owl"])
        {
            folder.Write($"data/{name}/readme.txt", [1]);
        }

        string path = folder.File("data");
        if (inArchive)
        {
            path = folder.File("data.zip");
            ZipFile.CreateFromDirectory(folder.File("data"), path, CompressionLevel.NoCompression, includeBaseDirectory: true); // has no entries for folders with files
        }

        var log = new RecordedLog();
        using ImageFolder images = ImageFolder.Open(path, Classes, log);

        images.ClassNames.Should().Equal("cat", "dog");
        log.Messages.Should().Equal($"{path}: folders without an image are no classes: ant, bee, fox and 1 more.");
    }

    [Fact]
    public void Without_the_option_there_are_no_classes()
    {
        Write("cat/1.png", "dog/2.png");

        using ImageFolder images = ImageFolder.Open(folder.Path);

        images.ClassNames.Should().BeEmpty();
    }

    private Action Opening() => () => ImageFolder.Open(folder.Path, Classes).Dispose();

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            folder.Write(name, TestImages.Gray(1));
        }
    }
}
