using System.Text;
using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace FaceStudio.Tests;

/// <summary>Errors are shown in one sentence, and the application goes on.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task Without_images_training_fails_until_there_are_some()
    {
        using var folder = new TemporaryFolder();
        using var studio = new RunningStudio(folder);

        await studio.SendAsync("start");
        await ShouldFailAsync(studio, $"{folder.File("images")}: the folder or zip archive does not exist.");

        RunningStudio.WriteImages(folder);
        await studio.SendAsync("start");
        (await studio.Events.WaitAsync(status => status.Step > 0)).Error.Should().BeNull();
    }

    [Fact]
    public async Task Files_that_are_not_images_are_reported()
    {
        using var folder = new TemporaryFolder();
        folder.Write("images/a.png", [1, 2, 3]);
        folder.Write("images/b.png", [1, 2, 3]);
        using var studio = new RunningStudio(folder);

        await studio.SendAsync("start");

        (await FailureAsync(studio)).Should().Match($"{folder.File("images")}: fewer than 2 of its 2 images can be read, so the epoch has no batch. "
            + "For example, ?.png: it is not a complete JPEG, PNG, WebP or BMP image.");
    }

    [Fact]
    public async Task A_run_that_diverges_again_and_again_is_stopped_and_not_saved()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var studio = new RunningStudio(folder, logger =>
        {
            DcganPreset preset = DcganPreset.Recommended.For([4]);
            DcganTrainerOptions options = preset.Trainer with
            {
                LearningRate = 1e30,
                DiscriminatorLearningRate = 1e30,
                DivergencePolicy = DivergencePolicy.RollBack, // As in the application.
            };
            return (preset with { Trainer = options }).CreateTrainer(logger: logger);
        });

        await studio.SendAsync("start");
        TrainingStatus failed = await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);

        failed.Error.Should().Contain("diverged");
        failed.SavedStep.Should().BeNull();
        (await studio.GetAsync("health")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_loses_no_step()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run/step-000000003.safetensors.partial/file", [1]); // A folder where the file is written first.
        using var studio = new RunningStudio(folder, settings: ("CheckpointSteps", "3"));

        await studio.SendAsync("start");
        TrainingStatus failed = await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);
        failed.Error.Should().StartWith($"{folder.File("run/step-000000003.safetensors")}: cannot be written: ");
        (failed.Step, failed.SavedStep).Should().Be((3, null));

        Directory.Delete(folder.File("run/step-000000003.safetensors.partial"), recursive: true);
        await studio.SendAsync("start");
        await studio.Events.WaitAsync(status => status.SavedStep >= 6);
        studio.Events.Points.Take(6).Select(point => point.Step).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public async Task A_save_that_fails_does_not_hide_what_ended_the_training()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run/step-000000004.safetensors.partial/file", [1]); // A folder where the file is written first.
        bool fails = true;
        using var studio = new RunningStudio(folder, logger =>
        {
            DcganTrainer trainer = DcganPreset.Recommended.For([4]).CreateTrainer(logger: logger);
            trainer.Discriminator.register_forward_hook((_, _, logits) =>
                fails && trainer.StepCount == 4 ? throw new IOException("The images are gone.") : logits);
            return trainer;
        });

        await studio.SendAsync("start");
        TrainingStatus failed = await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);
        (failed.Error, failed.Step, failed.SavedStep).Should().Be((
            "The images are gone. The last steps are only in memory, because they could not be saved: Resume continues from them.", 4, null));

        Directory.Delete(folder.File("run/step-000000004.safetensors.partial"), recursive: true);
        fails = false;
        (await studio.TrainAsync(6)).SavedStep.Should().BeGreaterThanOrEqualTo(6);
        studio.Events.Points.Take(6).Select(point => point.Step).Should().Equal([1, 2, 3, 4, 5, 6], "no step is lost");
    }

    [Fact]
    public async Task A_run_folder_that_cannot_be_created_is_reported_before_the_first_step()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run", [1]); // A file where the folder should be.
        using var studio = new RunningStudio(folder);

        await studio.SendAsync("start");

        TrainingStatus failed = await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);
        failed.Error.Should().StartWith($"{folder.File("run")}: the checkpoint folder cannot be created: ");
        failed.Step.Should().Be(0);
    }

    [Fact]
    public async Task Steps_that_could_not_be_saved_are_saved_at_the_end_of_the_application()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run/step-000000003.safetensors.partial/file", [1]); // A folder where the file is written first.
        using (var studio = new RunningStudio(folder, settings: ("CheckpointSteps", "3")))
        {
            await studio.SendAsync("start");
            await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);
            Directory.Delete(folder.File("run/step-000000003.safetensors.partial"), recursive: true);
        }

        using var next = new RunningStudio(folder);
        (await next.Events.WaitAsync(status => status.SavedStep is not null)).SavedStep.Should().Be(3);
    }

    [Fact]
    public async Task Damaged_checkpoints_are_not_overwritten()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run/step-000000003.safetensors", [1, 2, 3]);
        using var studio = new RunningStudio(folder);

        await ShouldFailAsync(studio, $"{folder.File("run")}: none of its checkpoints can be read; move them away to start a new run.");
        await studio.SendAsync("start");
        await ShouldFailAsync(studio, $"{folder.File("run")}: none of its checkpoints can be read; move them away to start a new run.");
        (await File.ReadAllBytesAsync(folder.File("run/step-000000003.safetensors"))).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Other_depths_than_those_of_the_run_are_refused()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using (var before = new RunningStudio(folder))
        {
            await before.TrainAsync(1);
        }

        using var studio = new RunningStudio(folder, settings: ("Depths", "8"));
        await ShouldFailAsync(
            studio, $"Depths: must be 4, as in the run in {folder.File("run")}, but was 8; set Run to another folder to start a new run.");
    }

    [Theory]
    [InlineData("[{")]
    [InlineData("[null]")]
    public async Task A_damaged_history_shortens_the_curves_only(string json)
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        TrainingStatus saved;
        using (var before = new RunningStudio(folder))
        {
            saved = await before.TrainAsync(3);
        }

        folder.Write("run/history.json", Encoding.UTF8.GetBytes(json));
        using var studio = new RunningStudio(folder);
        await studio.SendAsync("start");
        await studio.Events.WaitAsync(status => status.Step > saved.Step);

        studio.Events.Points[0].Step.Should().Be(saved.Step + 1);
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_history_does_not_stop_the_training()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        TrainingStatus saved;
        using (var before = new RunningStudio(folder))
        {
            saved = await before.TrainAsync(3);
        }

        File.Delete(folder.File("run/history.json"));
        NamedPipe.Create(folder.File("run/history.json"));
        using var studio = new RunningStudio(folder);
        await studio.SendAsync("start");

        await studio.Events.WaitAsync(status => status.Step > saved.Step);
    }

    [Fact]
    public async Task Numbers_in_the_history_that_JSON_does_not_have_are_left_out()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using (var before = new RunningStudio(folder))
        {
            await before.TrainAsync(3);
        }

        folder.Write("run/history.json", """[{"Step":1,"GeneratorLoss":1e400,"DiscriminatorLoss":2}]"""u8.ToArray());
        using var studio = new RunningStudio(folder);
        await studio.Events.WaitAsync(status => status.SnapshotStep is not null);

        studio.Events.Points.Should().ContainSingle().Which.Should().Match<TrainingPoint>(point => point.GeneratorLoss == null && point.DiscriminatorLoss == 2);
    }

    [Fact]
    public async Task Curves_that_cannot_be_written_do_not_stop_the_training()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        folder.Write("run/history.json/file", [1]); // A folder where the file should be.
        using var studio = new RunningStudio(folder, settings: ("CheckpointSteps", "3"));

        await studio.SendAsync("start");
        await studio.Events.WaitAsync(status => status.SavedStep >= 6);
        await studio.SendAsync("stop");

        (await studio.Events.WaitAsync(status => status.State is TrainingState.Stopped)).Error.Should().BeNull();
    }

    [Fact]
    public async Task A_run_that_another_process_trains_is_refused()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var second = new RunningStudio(folder);
        using (var first = new RunningStudio(folder))
        {
            await first.TrainAsync(1); // It can be resumed, so the application keeps its run.

            await second.SendAsync("start");
            await ShouldFailAsync(second, $"{folder.File("run")}: another program is using this run. Wait until it ends, or use another folder.");
        }

        await second.SendAsync("start");
        (await second.Events.WaitAsync(status => status.Step > 1)).Error.Should().BeNull("the first application has ended");
    }

    [Fact]
    public async Task A_new_run_in_place_of_one_that_was_moved_away_is_locked_too()
    {
        using TemporaryFolder folder = RunningStudio.FolderWithImages();
        using var first = new RunningStudio(folder);
        using var second = new RunningStudio(folder);
        await first.TrainAsync(1);
        Directory.Move(folder.File("run"), folder.File("moved"));
        await first.TrainAsync(1);

        await second.SendAsync("start");

        await ShouldFailAsync(second, $"{folder.File("run")}: another program is using this run. Wait until it ends, or use another folder.");
    }

    private static async Task ShouldFailAsync(RunningStudio studio, string sentence) => (await FailureAsync(studio)).Should().Be(sentence);

    private static async Task<string?> FailureAsync(RunningStudio studio)
    {
        TrainingStatus failed = await studio.Events.WaitAsync(status => status.State == TrainingState.Failed);
        (await studio.GetAsync("health")).Status.Should().Be(200);
        return failed.Error;
    }
}
