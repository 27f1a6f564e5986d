using Dcgan.Images.Files;
using FluentAssertions;
using Xunit;

namespace Dcgan.Images.Tests.Files;

public sealed class ImageBytesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_and_a_link_to_it_are_read()
    {
        folder.Write("a.png", [1, 2]);
        File.CreateSymbolicLink(folder.File("b.png"), "a.png");

        ImageBytes.Read(folder.File("a.png")).Should().Equal(1, 2);
        ImageBytes.Read(folder.File("b.png")).Should().Equal(1, 2);
    }

    [Fact]
    public void A_pipe_is_not_opened_because_that_would_wait_for_a_writer()
    {
        NamedPipe.Create(folder.File("pipe.png"));
        File.CreateSymbolicLink(folder.File("link.png"), "pipe.png");

        Reading("pipe.png").Should().Throw<InvalidDataException>().WithMessage("The file is empty or not a regular file.");
        Reading("link.png").Should().Throw<InvalidDataException>().WithMessage("The file is empty or not a regular file.");
    }

    [Fact]
    public void A_file_above_the_size_limit_is_not_read()
    {
        using (var file = File.Create(folder.File("big.png")))
        {
            file.SetLength(ImageBytes.MaxLength + 1L);
        }

        Reading("big.png").Should().Throw<InvalidDataException>().WithMessage("An image file must have at most 268435456 bytes, but this file has 268435457.");
    }

    private Func<byte[]> Reading(string name) => () => ImageBytes.Read(folder.File(name));
}
