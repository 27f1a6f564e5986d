using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

public sealed class CheckpointDirectoryTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly DcganTrainer trainer = Tiny.Trainer();
    private readonly torch.Tensor images = Tiny.Images();

    public void Dispose()
    {
        images.Dispose();
        trainer.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Keeps_the_last_and_the_first_of_every_so_many_steps()
    {
        var checkpoints = new CheckpointDirectory(folder["run"], keepLast: 2, keepEvery: 5);
        for (int save = 0; save < 8; save++)
        {
            Train(steps: 2);
            checkpoints.Save(trainer);
        }

        checkpoints.All().Select(Path.GetFileName).Should().Equal(
            "step-000000006.safetensors", "step-000000010.safetensors", "step-000000014.safetensors", "step-000000016.safetensors");
        checkpoints.Latest().Should().Be(folder["run/step-000000016.safetensors"]);
    }

    [Fact]
    public void A_locked_run_cannot_be_locked_by_another_program_until_it_is_released()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        var others = new CheckpointDirectory(folder["run"]);
        using (checkpoints.Lock())
        {
            others.Invoking(it => it.Lock()).Should().Throw<CheckpointException>()
                .WithMessage($"{folder["run"]}: another program is using this run. Wait until it ends, or use another folder.");
            checkpoints.Save(trainer);
        }

        others.Lock().Dispose();
        others.Latest().Should().NotBeNull();
    }

    [Fact]
    public void A_folder_that_cannot_be_locked_is_named()
    {
        File.WriteAllText(folder["run"], "a file");

        new CheckpointDirectory(folder["run"]).Invoking(it => it.Lock()).Should().Throw<CheckpointException>()
            .WithMessage($"{folder["run"]}: the checkpoint folder cannot be created: *");
    }

    [Fact]
    public void Leaves_out_damaged_checkpoints_and_says_so()
    {
        var log = new RecordedLog();
        var checkpoints = new CheckpointDirectory(folder["run"], keepLast: 5, logger: log);
        string first = Save(checkpoints);
        string second = Save(checkpoints);
        string third = Save(checkpoints);
        File.WriteAllBytes(third, File.ReadAllBytes(third)[..^1]);
        using (FileStream file = File.OpenWrite(second))
        {
            file.Position = file.Length - 5;
            file.WriteByte(77);
        }

        checkpoints.Latest().Should().Be(first);

        log.Lines.Should().HaveCount(2);
        log.Lines[0].Should().StartWith($"Warning: Skipped a checkpoint that cannot be used. {third}: ");
        log.Lines[1].Should().StartWith($"Warning: Skipped a checkpoint that cannot be used. {second}: ").And.Contain("SHA-256");
    }

    [Fact]
    public void Finds_nothing_where_there_is_nothing()
    {
        var checkpoints = new CheckpointDirectory(folder["none"]);

        checkpoints.Latest().Should().BeNull();
        checkpoints.All().Should().BeEmpty();
        Directory.Exists(folder["none"]).Should().BeFalse();
    }

    [Fact]
    public void Deletes_what_a_killed_save_left_and_nothing_else()
    {
        var checkpoints = new CheckpointDirectory(folder.Path);
        File.WriteAllText(folder["step-000000009.safetensors.partial"], "half");
        File.WriteAllText(folder["step-one.safetensors"], "not a number");
        File.WriteAllText(folder["notes.txt"], "mine");
        using FileStream alive = new(folder["step-000000008.safetensors.partial"], FileMode.Create, FileAccess.Write, FileShare.None);

        string path = Save(checkpoints);

        Directory.GetFiles(folder.Path).Should().BeEquivalentTo(
            path, folder["notes.txt"], folder["step-one.safetensors"], folder["step-000000008.safetensors.partial"]);
    }

    [Fact]
    public void Checkpoints_of_higher_steps_are_renamed_when_a_run_is_resumed_from_an_earlier_one()
    {
        var checkpoints = new CheckpointDirectory(folder.Path, keepLast: 1);
        trainer.Save(folder["start"]);
        Train(steps: 2);
        string future = Save(checkpoints);
        trainer.Load(folder["start"]);

        string present = Save(checkpoints);

        checkpoints.Latest().Should().Be(present);
        checkpoints.All().Should().Equal(present);
        File.Exists($"{future}.given-up").Should().BeTrue();
    }

    [Fact]
    public void Files_that_cannot_be_deleted_do_not_fail_the_save()
    {
        var log = new RecordedLog();
        var checkpoints = new CheckpointDirectory(folder.Path, keepLast: 1, logger: log);
        string first = Save(checkpoints);
        File.Delete(first);
        Directory.CreateDirectory(first);
        Directory.CreateDirectory($"{folder["step-000000009.safetensors"]}.given-up/in the way");
        File.WriteAllText(folder["step-000000009.safetensors"], "");

        string second = Save(checkpoints);

        checkpoints.Latest().Should().Be(second);
        log.Lines.Should().Contain(line => line.StartsWith("Warning: Old checkpoints could not be deleted. ", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_what_is_wrong_with_its_arguments()
    {
        FluentActions.Invoking(() => new CheckpointDirectory(folder.Path, keepLast: 0)).Should().Throw<ArgumentException>().WithMessage("keepLast: must be at least 1 but was 0.*");
        FluentActions.Invoking(() => new CheckpointDirectory(folder.Path, keepEvery: 0)).Should().Throw<ArgumentException>().WithMessage("keepEvery: must be at least 1 but was 0.*");
        File.WriteAllText(folder["file"], "");
        new CheckpointDirectory(folder["file"]).Invoking(it => it.Save(trainer)).Should().Throw<CheckpointException>().WithMessage($"{folder["file"]}: the checkpoint folder cannot be created: *");
    }

    private string Save(CheckpointDirectory checkpoints)
    {
        Train(steps: 1);
        return checkpoints.Save(trainer);
    }

    private void Train(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(images);
        }
    }
}
