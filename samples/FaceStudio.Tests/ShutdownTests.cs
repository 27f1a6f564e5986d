using System.Net.Http.Json;
using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

/// <summary>Signals and a full disk, which need a process of its own.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_during_training_saves_the_run_and_the_next_start_resumes_it(string signal)
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        long last;
        // Under nohup, the tests and so their processes ignore SIGHUP.
        string? shell = signal == "HUP" ? "exec env --default-signal=HUP \"$@\"" : null;
        using (StudioProcess studio = await StudioProcess.StartAsync(folder.Path, shell: shell))
        {
            using var client = new HttpClient { BaseAddress = studio.Address };
            using var page = new StatusEvents(new HttpClient { BaseAddress = studio.Address });
            await page.ReadAsync();
            await client.PostAsync("training/start", null);
            last = (await page.WaitAsync(status => status.Step >= 3)).Step;

            await studio.TerminateAsync(signal);

            while (await page.ReadAsync() is { } status)
            {
                last = status.Step;
            }

            (await studio.WaitForExitAsync()).Should().Be(0, "the open page must not delay the shutdown");
        }

        using StudioProcess next = await StudioProcess.StartAsync(folder.Path);
        using var events = new StatusEvents(new HttpClient { BaseAddress = next.Address });
        TrainingStatus resumed = await events.WaitAsync(status => status.SnapshotStep is not null);
        resumed.Step.Should().BeGreaterThanOrEqualTo(last);
        resumed.Should().BeEquivalentTo(new { State = TrainingState.Stopped, SavedStep = resumed.Step, SnapshotStep = resumed.Step });
        long interval = events.Points[0].Step; // 1, unless the run is so long that every nth point is left.
        events.Points.Select(point => point.Step).Should().Equal(Enumerable.Range(1, (int)(resumed.Step / interval)).Select(index => index * interval));

        using var start = new HttpClient { BaseAddress = next.Address };
        await start.PostAsync("training/start", null);
        await events.WaitAsync(status => status.Step > resumed.Step);
    }

    [Fact]
    public async Task A_full_disk_stops_the_training_with_one_sentence()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        Directory.CreateDirectory(folder.File("run"));
        string mount = $"exec unshare -rm bash -c 'mount -t tmpfs -o size=64k none {folder.File("run")} && exec \"$@\"' bash \"$@\"";
        using StudioProcess studio = await StudioProcess.StartAsync(folder.Path, null, mount, "--checkpointSteps", "3");
        using var client = new HttpClient { BaseAddress = studio.Address };
        using var page = new StatusEvents(new HttpClient { BaseAddress = studio.Address });

        await client.PostAsync("training/start", null);
        TrainingStatus failed = await page.WaitAsync(status => status.State == TrainingState.Failed);

        failed.Error.Should().StartWith(folder.File("run/step-000000003.safetensors")).And.Contain("No space left on device");
        (await client.GetAsync("faces")).IsSuccessStatusCode.Should().BeTrue();
        (await client.GetFromJsonAsync<TrainingStatus>("status"))!.SavedStep.Should().BeNull();

        await studio.TerminateAsync();
        (await studio.WaitForExitAsync()).Should().Be(1, "the steps are lost");
        (await studio.ErrorAsync()).Should().StartWith($"error: steps 1 to 3 could not be saved and are lost: {folder.File("run/step-000000003.safetensors")}: ")
            .And.Contain("No space left on device").And.NotContain("\n");
    }
}
