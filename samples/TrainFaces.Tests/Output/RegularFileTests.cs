using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class RegularFileTests
{
    [Fact]
    public void A_file_is_read_also_through_links()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1, 2]);
        File.CreateSymbolicLink(folder.File("link"), "file");
        File.CreateSymbolicLink(folder.File("link to link"), "link");

        RegularFile.Read(folder.File("link to link"), "--x").Should().Equal(1, 2);
        RegularFile.Read(folder.File("none"), "--x").Should().BeNull();
        RegularFile.Read(folder.Path, "--x").Should().BeNull();
    }

    [Fact]
    public void A_pipe_is_refused_instead_of_waited_for()
    {
        using var folder = new TemporaryFolder();
        NamedPipe.Create(folder.File("pipe"));
        File.CreateSymbolicLink(folder.File("link"), "pipe");

        foreach (string name in new[] { "pipe", "link" })
        {
            FluentActions.Invoking(() => RegularFile.Read(folder.File(name), "--x")).Should().Throw<SampleException>()
                .WithMessage($"--x: {folder.File(name)} is empty or not a regular file.");
        }
    }
}
