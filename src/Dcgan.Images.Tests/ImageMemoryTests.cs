using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests;

public sealed class ImageMemoryTests : IDisposable
{
    private static readonly ImageFormat Format = new(4, 4, 1);
    private readonly TemporaryFolder folder = new();
    private readonly RecordedLog log = new();

    public ImageMemoryTests()
    {
        folder.Write("a.png", TestImages.Gray(10));
        folder.Write("b.png", TestImages.Gray(20));
        folder.Write("c.png", TestImages.Gray(30));
        folder.Write("d.png", TestImages.Gray(40));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_beyond_the_memory_limit_are_decoded_again()
    {
        // An image has 16 bytes and an overhead of 32.
        using ImageFolder source = Open(memory: 2 * 48);
        Levels(source).Should().Equal(10, 20, 30, 40);
        Levels(source).Should().Equal(10, 20, 30, 40);
        folder.Write("b.png", TestImages.Gray(99));
        folder.Write("d.png", TestImages.Gray(99));

        Levels(source).Should().Equal(10, 20, 30, 99);
        log.Messages.Should().Equal(
            $"{folder.Path}: the decoded images need 0 MB, but at most 0 MB of them are kept in memory. About 2 of 4 images are decoded again in each epoch, which can be slower.");
    }

    [Fact]
    public void Images_that_just_fit_into_the_memory_are_kept_without_a_warning()
    {
        using ImageFolder source = Open(memory: 4 * 48);
        Levels(source);

        Directory.Delete(folder.Path, recursive: true);
        Directory.CreateDirectory(folder.Path);

        Levels(source).Should().Equal(10, 20, 30, 40);
        log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void By_default_decoded_images_may_use_half_of_the_memory_of_the_process() =>
        ImageFolder.DefaultMemoryLimit.Should().Be(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    private ImageFolder Open(long memory) =>
        ImageFolder.Open(folder.Path, new ImageFolderOptions { Format = Format, MemoryLimit = memory }, log);

    private static int[] Levels(ImageFolder source) =>
    [
        .. Enumerable.Range(0, source.Count).Select(index =>
        {
            byte[] pixels = new byte[Format.Bytes];
            source.TryRead(index, pixels).Should().BeTrue();
            return pixels[0];
        }),
    ];
}
