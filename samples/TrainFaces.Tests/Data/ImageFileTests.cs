using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;
using Xunit;

namespace TrainFaces.Tests.Data;

public class ImageFileTests
{
    [Fact]
    public void An_image_is_read_in_the_same_way_as_training_images()
    {
        using var folder = new TemporaryFolder();
        folder.Write("face.png", TestImages.Gray(90, size: 20));
        byte[] pixels = new byte[16];

        ImageFile.Read(folder.File("face.png"), new ImageFormat(4, 1), pixels);

        pixels.Should().OnlyContain(level => level == 90);
    }

    [Fact]
    public void An_unreadable_file_is_reported_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        folder.Write("text.png", [1, 2, 3]);

        Reading(folder.File("text.png")).Should().Throw<SampleException>()
            .WithMessage($"--image {folder.File("text.png")}: cannot be used, because it is not a complete JPEG, PNG, WebP or BMP image.");
        Reading("/no/such/face.png").Should().Throw<SampleException>().WithMessage("--image /no/such/face.png: the file does not exist.");
        Reading(folder.Path).Should().Throw<SampleException>().WithMessage($"--image {folder.Path}: cannot read the file. *");
    }

    private static Action Reading(string path) => () => ImageFile.Read(path, new ImageFormat(4, 1), new byte[16]);
}
