using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>A directory of checkpoints does not overwrite what another run has left in it.</summary>
public sealed class CheckpointDirectoryRunsTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly torch.Tensor images = Tiny.Images();
    private readonly DcganTrainer first = Tiny.Trainer();
    private readonly DcganTrainer second = Tiny.Trainer(seed: 2);

    public void Dispose()
    {
        images.Dispose();
        first.Dispose();
        second.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_second_run_in_the_same_folder_is_refused_at_any_step(int steps)
    {
        var checkpoints = new CheckpointDirectory(folder["run"], keepLast: 1);
        string path = Save(checkpoints, first, steps: 2);
        byte[] before = File.ReadAllBytes(path);

        Train(second, steps);
        foreach (CheckpointDirectory same in (CheckpointDirectory[])[checkpoints, new CheckpointDirectory(folder["run"])])
        {
            same.Invoking(it => it.Save(second)).Should().Throw<CheckpointException>().WithMessage(
                $"{folder["run"]}: the folder holds the checkpoints of another run, such as step-000000002.safetensors; none has changed. Save into another folder, resume that run with DcganTrainer.Open, or pass overwrite: true.");
            same.Invoking(it => it.SaveBest(second)).Should().Throw<CheckpointException>().WithMessage("*the checkpoints of another run*");
        }

        Directory.GetFiles(folder["run"]).Should().Equal(path);
        File.ReadAllBytes(path).Should().Equal(before);
    }

    [Fact]
    public void The_best_of_another_run_is_kept()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        Train(first, steps: 1);
        byte[] best = File.ReadAllBytes(checkpoints.SaveBest(first));

        checkpoints.Invoking(it => it.SaveBest(second)).Should().Throw<CheckpointException>().WithMessage("*such as best.safetensors;*");

        File.ReadAllBytes(checkpoints.Best()!).Should().Equal(best);
        checkpoints.SaveBest(second, overwrite: true);
        File.ReadAllBytes(checkpoints.Best()!).Should().NotEqual(best);
    }

    [Fact]
    public void A_host_that_asks_for_it_overwrites()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        string path = Save(checkpoints, first, steps: 1);
        Train(second, steps: 1);

        checkpoints.Save(second, overwrite: true).Should().Be(path);

        using DcganTrainer opened = DcganTrainer.Open(path);
        opened.Options.Seed.Should().Be(2);
        Directory.GetFiles(folder["run"]).Should().Equal(path);
        checkpoints.Save(second).Should().Be(path, "the folder is now the second run's");
        checkpoints.Invoking(it => it.Save(first, overwrite: false)).Should().NotThrow("the first run has saved here too");
    }

    [Fact]
    public void A_run_saves_the_same_step_again_when_its_epoch_has_ended()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        string path = Save(checkpoints, first, steps: 2);
        first.NextEpoch();
        checkpoints.Save(first).Should().Be(path);

        // A killed run resumes from that file, and a canceled one saves the same step once more at the end of its epoch.
        using DcganTrainer resumed = DcganTrainer.Open(new CheckpointDirectory(folder["run"]).Latest()!);
        resumed.NextEpoch();
        new CheckpointDirectory(folder["run"]).Save(resumed).Should().Be(path);

        Directory.GetFiles(folder["run"]).Should().Equal(path);
        using DcganTrainer opened = DcganTrainer.Open(path);
        opened.Epoch.Should().Be(2);
    }

    [Fact]
    public void A_run_resumed_from_an_earlier_step_keeps_the_continuation_that_it_gives_up()
    {
        var log = new RecordedLog();
        var checkpoints = new CheckpointDirectory(folder["run"], logger: log);
        string early = Save(checkpoints, first, steps: 1);
        string late = Save(checkpoints, first, steps: 2);
        byte[][] givenUp = [File.ReadAllBytes(late), []];

        // Twice: the second time gives up the first continuation, and neither is lost.
        foreach (int time in (int[])[0, 1])
        {
            using DcganTrainer resumed = DcganTrainer.Open(early);
            using torch.Tensor other = Tiny.Images(seed: 5 + time);
            resumed.Step(other);
            resumed.Step(other);
            checkpoints.Save(resumed).Should().Be(late);
            givenUp[1] = time == 0 ? File.ReadAllBytes(late) : givenUp[1];
        }

        File.ReadAllBytes($"{late}.given-up").Should().Equal(givenUp[0]);
        File.ReadAllBytes($"{late}.given-up-2").Should().Equal(givenUp[1]);
        File.ReadAllBytes(late).Should().NotEqual(givenUp[0]).And.NotEqual(givenUp[1]);
        log.Lines.Should().Contain($"Information: The run was resumed from an earlier step; a later checkpoint was renamed to {late}.given-up-2.");
    }

    [Fact]
    public void A_run_loaded_from_a_copy_of_a_checkpoint_continues_its_folder()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        File.Copy(Save(checkpoints, first, steps: 1), folder["downloaded"]);
        using DcganTrainer loaded = Tiny.Trainer();
        loaded.Load(folder["downloaded"]);

        string path = Save(checkpoints, loaded, steps: 1);

        checkpoints.Latest().Should().Be(path);
        loaded.Load(folder["downloaded"]);
        checkpoints.Save(loaded).Should().EndWith("step-000000001.safetensors");
        File.Exists($"{path}.given-up").Should().BeTrue();
    }

    [Fact]
    public void A_run_that_continues_another_one_elsewhere_is_a_run_of_its_own()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        Save(checkpoints, first, steps: 1);
        Train(second, steps: 1);
        second.Save(folder["elsewhere"]);
        using DcganTrainer loaded = DcganTrainer.Open(folder["elsewhere"]);

        checkpoints.Invoking(it => it.Save(loaded)).Should().Throw<CheckpointException>().WithMessage("*the checkpoints of another run*");

        new CheckpointDirectory(folder["new"]).Save(loaded).Should().StartWith(folder["new"]);
    }

    [Fact]
    public void A_run_that_goes_back_to_a_file_of_its_own_continues_its_folder()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        first.Save(folder["good"]);
        Save(checkpoints, first, steps: 2);

        first.Load(folder["good"]);
        string path = Save(checkpoints, first, steps: 1);

        checkpoints.Latest().Should().Be(path);
    }

    [Fact]
    public void A_trainer_that_has_loaded_another_run_does_not_prune_the_former_one()
    {
        var checkpoints = new CheckpointDirectory(folder["run"], keepLast: 1);
        string path = Save(checkpoints, first, steps: 1);
        using DcganTrainer other = Tiny.Trainer();
        Train(other, steps: 3);
        other.Save(folder["other"]);
        first.Load(folder["other"]);

        checkpoints.Invoking(it => it.Save(first)).Should().Throw<CheckpointException>().WithMessage("*the checkpoints of another run*");

        Directory.GetFiles(folder["run"]).Should().Equal(path);
    }

    [Fact]
    public void A_best_that_the_host_has_saved_itself_is_of_the_run()
    {
        var checkpoints = new CheckpointDirectory(folder["run"]);
        Directory.CreateDirectory(folder["run"]);
        first.Save(Path.Combine(folder["run"], "best.safetensors"));

        Save(checkpoints, first, steps: 1).Should().EndWith("step-000000001.safetensors");
    }

    private string Save(CheckpointDirectory checkpoints, DcganTrainer trainer, int steps)
    {
        Train(trainer, steps);
        return checkpoints.Save(trainer);
    }

    private void Train(DcganTrainer trainer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(images);
        }
    }
}
