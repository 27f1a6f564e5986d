using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

public sealed class TrainingTests
{
    [Fact]
    public async Task Training_runs_from_start_to_stop_and_is_saved()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        (await studio.StatusAsync()).Should().BeEquivalentTo(new TrainingStatus(), "nothing starts by itself");

        await studio.SendAsync("start");
        TrainingStatus training = await studio.Events.WaitAsync(status => status.Step >= 4);
        training.ImagesPerSecond.Should().BePositive();
        training.Should().BeEquivalentTo(new { State = TrainingState.Training, Images = 10, Unreadable = 0, Error = (string?)null });
        (await studio.PostAsync("start")).Should().Be((409, "The training is already running."));

        await studio.SendAsync("stop");
        TrainingStatus stopped = await studio.Events.WaitAsync(status => status.State == TrainingState.Stopped);
        stopped.SavedStep.Should().Be(stopped.Step);
        stopped.ImagesPerSecond.Should().Be(0);
        (stopped.Epoch * 10).Should().BeLessThanOrEqualTo(stopped.ImagesSeen).And.BeGreaterThan(stopped.ImagesSeen - 11);
        File.Exists(folder.File($"run/step-{stopped.Step:D9}.safetensors")).Should().BeTrue();
        (await studio.PostAsync("stop")).Should().Be((409, "The training is not running."));
    }

    [Fact]
    public async Task A_second_start_resumes_after_the_saved_step()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        long first = (await studio.TrainAsync(3)).Step;

        long second = (await studio.TrainAsync(first + 2)).Step;

        studio.Events.Points.Select(point => point.Step).Should().Equal(Enumerable.Range(1, (int)second).Select(step => (long)step));
    }

    [Fact]
    public async Task A_restarted_process_shows_the_saved_run_and_resumes_it()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        TrainingStatus saved;
        IReadOnlyList<TrainingPoint> points;
        using (var before = new RunningStudio(folder))
        {
            saved = await before.TrainAsync(5);
            points = before.Events.Points;
        }

        using var after = new RunningStudio(folder);
        TrainingStatus shown = await after.Events.WaitAsync(status => status.SnapshotStep is not null);
        shown.Should().BeEquivalentTo(new { State = TrainingState.Stopped, saved.Step, saved.Epoch, saved.ImagesSeen, saved.SavedStep, SnapshotStep = saved.Step });
        after.Events.Points.Should().Equal(points);
        (await after.FacesAsync("count=4")).Step.Should().Be(saved.Step);

        await after.SendAsync("start");
        await after.Events.WaitAsync(status => status.Step > saved.Step);
        after.Events.Points.Select(point => point.Step).Should().Contain(saved.Step + 1).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task With_AutoStart_training_starts_with_the_process()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("AutoStart", "true"));

        await studio.Events.WaitAsync(status => status.Step >= 1);
    }

    [Fact]
    public async Task With_AutoStart_the_saved_run_is_shown_even_if_the_images_are_missing()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        TrainingStatus saved;
        using (var before = new RunningStudio(folder))
        {
            saved = await before.TrainAsync(3);
        }

        Directory.Delete(folder.File("images"), recursive: true);
        using var studio = new RunningStudio(folder, settings: ("AutoStart", "true"));

        (await studio.Events.WaitAsync(status => status.State == TrainingState.Failed)).SnapshotStep.Should().Be(saved.Step);
        (await studio.FacesAsync("count=4")).Step.Should().Be(saved.Step);
    }

    [Fact]
    public async Task Checkpoints_are_saved_while_it_trains()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, settings: ("CheckpointSteps", "3"));

        await studio.SendAsync("start");
        TrainingStatus training = await studio.Events.WaitAsync(status => status.SavedStep >= 6);

        training.State.Should().Be(TrainingState.Training);
        (training.SavedStep % 3).Should().Be(0);
    }

    [Fact]
    public async Task The_end_of_the_application_saves_the_run()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        long seen;
        using (var studio = new RunningStudio(folder))
        {
            await studio.SendAsync("start");
            seen = (await studio.Events.WaitAsync(status => status.Step >= 2)).Step;
        }

        using var after = new RunningStudio(folder);
        (await after.Events.WaitAsync(status => status.SavedStep is not null)).Step.Should().BeGreaterThanOrEqualTo(seen);
    }

    [Fact]
    public async Task Commands_of_other_sites_are_refused()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        studio.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        (await studio.PostAsync("start")).Should().Be((403, "Pages of other sites may not send commands."));

        (await studio.StatusAsync()).State.Should().Be(TrainingState.Stopped);
    }

    /// <summary>Over plain HTTP, browsers do not send Sec-Fetch-Site to other hosts than localhost.</summary>
    [Theory]
    [InlineData("http://other.example", 403)]
    [InlineData("http://localhost:8080", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost", 202)]
    [InlineData("http://localhost:80", 202)]
    public async Task Without_Sec_Fetch_Site_commands_must_come_from_this_host(string origin, int status) =>
        (await StartWithHeaderAsync("Origin", origin)).Should().Be(status);

    /// <summary>A page may point a name of its own to this machine; for its browser, the application is then of the same site.</summary>
    [Theory]
    [InlineData("other.example:5090", 400)]
    [InlineData("127.0.0.1:5090", 202)]
    [InlineData("[::1]:5090", 202)]
    public async Task Only_requests_for_this_machine_are_answered(string host, int status) =>
        (await StartWithHeaderAsync("Host", host)).Should().Be(status);

    /// <summary>Sends the command to start with a header, and returns the status.</summary>
    private static async Task<int> StartWithHeaderAsync(string header, string value)
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder);
        studio.Client.DefaultRequestHeaders.Add(header, value);
        return (await studio.PostAsync("start")).Status;
    }
}
