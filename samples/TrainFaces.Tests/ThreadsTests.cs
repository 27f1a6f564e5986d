using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

/// <summary>The threads that libtorch computes with, in processes of their own, because a process sets them once.</summary>
public sealed class ThreadsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1", "device cpu, 1 thread,")]
    [InlineData("3", "device cpu, 3 threads,")]
    public void The_number_of_threads_can_be_chosen(string threads, string text)
    {
        var (exitCode, output, error) = TrainFacesProcess.Train("--out", folder.File("run"), "--threads", threads);

        exitCode.Should().Be(0, error);
        output.Should().Contain(text);
    }

    [Theory]
    [InlineData(null, null, "3000")]
    [InlineData("GOMP_SPINCOUNT", "17", "17")]
    [InlineData("OMP_WAIT_POLICY", "PASSIVE", "0")]
    public void Waiting_threads_sleep_soon_unless_the_user_chooses_otherwise(string? name, string? value, string spins)
    {
        // libgomp prints its settings when it is loaded.
        var environment = new Dictionary<string, string?> { ["OMP_DISPLAY_ENV"] = "VERBOSE" };
        if (name is not null)
        {
            environment[name] = value!;
        }

        var (exitCode, _, error) = TrainFacesProcess.TrainIn(environment, "--out", folder.File("run"));

        exitCode.Should().Be(0, error);
        error.Should().Contain($"GOMP_SPINCOUNT = '{spins}'");
    }

    [Fact]
    public void Waiting_threads_sleep_soon_where_a_file_is_opened_first()
    {
        TrainFacesProcess.Train("--out", folder.File("run")).ExitCode.Should().Be(0);
        string checkpoint = folder.File("run/checkpoints/step-000000002.safetensors");
        string other = folder.File("other/checkpoints/step-000000002.safetensors"); // does not exist: the command ends early
        foreach (string[] command in (string[][])[
            ["sample", "--checkpoint", checkpoint, "--out", folder.File("faces.png")],
            ["evaluate", "--checkpoint", other, "--features", checkpoint],
            ["--start-from", checkpoint, "--out", folder.File("new"), "--batch", "8", "--max-steps", "1"]])
        {
            var (_, _, error) = TrainFacesProcess.RunIn(new() { ["OMP_DISPLAY_ENV"] = "VERBOSE" }, command);

            error.Should().Contain("GOMP_SPINCOUNT = '3000'", command[0]);
        }
    }
}
