using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Waits for the line that tells that a command takes long. It is the only one.</summary>
    [Theory]
    [InlineData("TERM", "Drawing faces: ", "draw", "--count", "1000000", "--out", "FOLDER/faces")]
    [InlineData("HUP", "Drawing faces: ", "draw", "--count", "1000000", "--out", "FOLDER/faces.zip")]
    [InlineData("INT", "Reading real images: ", "evaluate", "--images", "FOLDER", "--count", "1000000")]
    [InlineData("TERM", "Searching latents: ", "invert", "--checkpoint", "FOLDER/run/checkpoints/step-000000002.safetensors", "--image", "FOLDER/a.png", "--steps", "1000000", "--out", "FOLDER/out.png")]
    public void A_signal_ends_a_long_command_which_leaves_no_files(string signal, string line, string command, params string[] args)
    {
        TrainFacesProcess.Train("--out", folder.File("run")).ExitCode.Should().Be(0);
        SampleCommandLine.Run("draw", "--count", "2", "--size", "8", "--out", folder.File("drawn")).ExitCode.Should().Be(0);
        File.Move(folder.File("drawn/face-000000.png"), folder.File("a.png"));
        string[] before = Files();
        using var process = TrainFacesProcess.StartCommand([command, .. args.Select(arg => arg.Replace("FOLDER", folder.Path, StringComparison.Ordinal))]);
        process.WaitForLine(line);

        process.Signal(signal);

        var (exitCode, output, _) = process.WaitForExit();
        (exitCode, output).Should().Be((130, "Stopped. Nothing was written.\n"));
        Files().Should().Equal(before);
    }

    [Fact]
    public void A_run_that_is_stopped_before_its_first_step_says_so()
    {
        // Features of 4096 new images take many seconds.
        using var run = TrainFacesProcess.StartIn(new() { ["XDG_CACHE_HOME"] = folder.File("caches") }, "--out", folder.File("run"), "--evaluate", "imagenet");
        run.WaitForLine("Training on");

        run.Signal("INT");

        var (exitCode, _, error) = run.WaitForExit();
        (exitCode, error).Should().Be((130, "Stopped before the first step. No checkpoint was saved.\n"));
        Directory.GetFiles(folder.File("run")).Select(Path.GetFileName).Should().Equal(".lock");
    }

    private string[] Files() => [.. Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
