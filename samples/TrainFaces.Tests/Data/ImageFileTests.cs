using FluentAssertions;
using TrainFaces.Data;
using TrainFaces.Data.ImageFiles;
using Xunit;

namespace TrainFaces.Tests.Data;

public class ImageFileTests
{
    [Fact]
    public void An_image_is_read_as_training_images_are()
    {
        using var folder = new TemporaryFolder();
        folder.Write("face.png", TestImages.Grey(90, size: 20));
        byte[] pixels = new byte[16];

        ImageFile.Read(folder.File("face.png"), new ImageFormat(4, 1), pixels);

        pixels.Should().OnlyContain(level => level == 90);
    }

    [Fact]
    public void What_cannot_be_read_is_named_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        folder.Write("text.png", [1, 2, 3]);

        Reading(folder.File("text.png")).Should().Throw<SampleException>()
            .WithMessage($"--image {folder.File("text.png")}: not a complete JPEG or PNG image.");
        Reading("/no/such/face.png").Should().Throw<SampleException>().WithMessage("--image /no/such/face.png: there is no such file.");
        Reading(folder.Path).Should().Throw<SampleException>().WithMessage($"--image {folder.Path}: cannot be read. *");
    }

    private static Action Reading(string path) => () => ImageFile.Read(path, new ImageFormat(4, 1), new byte[16]);
}
