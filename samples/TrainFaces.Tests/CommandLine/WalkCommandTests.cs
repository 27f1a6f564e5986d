using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public sealed class WalkCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_walk_whose_strip_cannot_be_written_leaves_no_animation()
    {
        TrainFacesProcess.Train("--out", folder.File("run")).ExitCode.Should().Be(0);
        Directory.CreateDirectory(folder.File("walk.png"));

        var (exitCode, output, _) = Walk();

        (exitCode, output).Should().Be((2, $"error: {folder.File("walk.png")}: cannot be written: this is a folder, not a file.\n"));
        Directory.GetFiles(folder.Path).Should().BeEmpty();

        Directory.Delete(folder.File("walk.png"));
        Walk().ExitCode.Should().Be(0);
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("walk.gif", "walk.png");
    }

    private (int ExitCode, string Output, string Error) Walk()
    {
        string checkpoint = folder.File("run/checkpoints/step-000000002.safetensors");
        using var walk = TrainFacesProcess.StartCommand("walk", "--checkpoint", checkpoint, "--faces", "2", "--frames", "4", "--out", folder.File("walk.gif"));
        return walk.WaitForExit();
    }
}
