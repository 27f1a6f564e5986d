using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public sealed class TrainingRunTests : SmallRun
{
    [Fact]
    public void A_second_run_in_one_folder_is_refused_and_the_first_one_is_saved_when_its_terminal_closes()
    {
        using var first = TrainFacesProcess.Start("--out", Out, "--epochs", "9999", "--batch", "3200"); // 2 steps in an epoch
        first.WaitForLine("Training on");
        string refused = $"error: --out {Out}: another run is writing to this folder. Wait until it ends, or use another --out.\n";

        TrainFacesProcess.Train("--out", Out).Should().Be((2, string.Empty, refused));
        TrainFacesProcess.Train("--out", Out, "--resume").Should().Be((2, string.Empty, refused));

        first.WaitForLine("step 2/");
        first.Signal("HUP");
        first.WaitForExit().ExitCode.Should().Be(130);
        Directory.GetFiles(Path.Combine(Out, "checkpoints"), "step-*.safetensors").Should().NotBeEmpty();
        Directory.GetDirectories(Out).Should().Equal(Path.Combine(Out, "checkpoints"));
        TrainFacesProcess.Train("--out", Out, "--batch", "3200", "--resume", "--max-steps", "3").ExitCode.Should().Be(0, "the lock ends with its process");
    }

    [Fact]
    public void A_refused_command_touches_nothing_and_a_new_run_moves_the_earlier_one_where_it_can_be_resumed()
    {
        Train().Should().Contain("learning rate 4E-06, output");
        var earlier = Files(Out);
        Folder.Write("broken/1.png", [1]);
        Folder.Write("broken/2.png", [2]);

        Refused("--evaluate", Folder.File("typo")).Should().Be($"error: --evaluate {Folder.File("typo")}: there is no such file.\n");
        Refused("--data", Folder.File("broken")).Should().Match(
            $"*error: --data: {Folder.File("broken")}: fewer than 2 of its 2 images can be read, so the epoch has no batch. "
            + "For example, ?.png: it is not a complete JPEG, PNG, WebP or BMP image.\n");
        Refused("--start-from", Folder.File("typo")).Should().Be($"error: --start-from {Folder.File("typo")}: there is no such file.\n");
        Files(Out).Should().BeEquivalentTo(earlier);

        string aside = Path.Combine(Out, "earlier-1");
        TrainFacesProcess.Train("--out", Out).Error.Should().Be(
            $"warning: moved the earlier run in {Out} to {aside}. To resume that run, use --resume --out {aside}.\n");
        Files(aside).Should().BeEquivalentTo(earlier);
        TrainFacesProcess.Train("--out", Out, "--resume").Output.Should().Contain($"Another run, which was moved aside, is in {aside}.\n");
        Directory.Move(Path.Combine(Out, "checkpoints"), Folder.File("moved"));
        File.Move(Path.Combine(Out, "run.json"), Folder.File("run.json"));
        Refused("--resume").Should().Be(
            $"error: --resume: there is no checkpoint in {Out}/checkpoints. To resume the run that was moved to {aside}, use --out {aside}. To start a new run, leave out --resume.\n");
        Directory.Move(Folder.File("moved"), Path.Combine(Out, "checkpoints-3"));
        string last = Path.Combine(Out, "checkpoints-3", "step-000000002.safetensors");
        Refused("--resume").Should().Contain($"To start a new run from the weights in {Out}/checkpoints-3, use --start-from {last} and another --out.");
        TrainFacesProcess.Train("--start-from", last, "--out", Folder.File("new")).ExitCode.Should().Be(0);
        File.Move(Folder.File("run.json"), Path.Combine(Out, "run.json"));
        TrainFacesProcess.Train("--out", Out, "--resume").Output.Should().Contain("No checkpoint found. Starting a new run.\n", "run.json is that of a run without checkpoints");
        TrainFacesProcess.Train("--out", aside, "--learning-rate", "0.000004", "--resume", "--max-steps", "3").Output.Should()
            .Contain("Resumed from checkpoint step-000000002.\n");
    }

    [Fact]
    public void A_run_whose_output_cannot_be_written_trains_on_and_says_so()
    {
        using var closed = TrainFacesProcess.StartWith(">&-", "--out", Out);
        var (exitCode, _, error) = closed.WaitForExit();

        error.Should().Be("warning: standard output: cannot be written. Bad file descriptor. Training continues without it.\n");
        exitCode.Should().Be(0);
        File.Exists(Checkpoint).Should().BeTrue();
    }

    [Fact]
    public void A_run_whose_output_nobody_reads_any_more_trains_on()
    {
        using var piped = TrainFacesProcess.Start("--out", Out);
        piped.WaitForLine("Training on");
        piped.CloseOutput();

        piped.WaitForExit().ExitCode.Should().Be(0);
        File.Exists(Checkpoint).Should().BeTrue();
    }

    [Fact]
    public void A_picture_that_cannot_be_written_does_not_hide_why_training_failed()
    {
        Directory.CreateDirectory(Path.Combine(Out, "losses.png", "mine"));

        var (exitCode, _, error) = TrainFacesProcess.Train("--out", Out, "--preset", "paper", "--learning-rate", "1e38", "--max-steps", "50", "--resume");

        exitCode.Should().Be(1);
        Directory.Exists(Path.Combine(Out, "checkpoints")).Should().BeFalse("diverged networks are not saved");
        error.Should().Contain($"warning: --out {Out}: cannot write the pictures of epoch 1.").And.Contain("error: Training diverged");
    }

    [Theory]
    [InlineData("--max-steps", "2")]
    [InlineData("--epochs", "2", "--max-steps", "3", "--batch", "3200")] // 2 steps in an epoch
    [InlineData("--epochs", "1", "--batch", "3200", "--checkpoint-every", "99")]
    public void A_picture_that_cannot_be_written_is_a_warning_and_the_steps_are_saved(params string[] args)
    {
        Directory.CreateDirectory(Path.Combine(Out, "losses.png", "mine"));

        var (exitCode, output, error) = TrainFacesProcess.Train(["--out", Out, "--resume", .. args]);

        exitCode.Should().Be(0, error);
        error.Should().StartWith($"warning: --out {Out}: cannot write the pictures of epoch 1.").And.NotContain("error:");
        error.Split('\n').Should().HaveCount(args.Contains("3") ? 3 : 2, "each epoch has one warning");
        int steps = args.Contains("3") ? 3 : 2;
        output.Should().Contain($"Done: {steps} steps");
        File.Exists(Path.Combine(Out, "checkpoints", $"step-00000000{steps}.safetensors")).Should().BeTrue();
    }

    [Fact]
    public void The_steps_before_a_failure_are_saved()
    {
        TrainFacesProcess.Train("--out", Folder.File("features")).ExitCode.Should().Be(0);
        string features = Folder.File("features/checkpoints/step-000000002.safetensors");
        string[] command = ["--out", Out, "--evaluate", features, "--batch", "3200", "--checkpoint-every", "99", "--max-steps"];
        TrainFacesProcess.Train([.. command, "1"]).ExitCode.Should().Be(0);
        File.Delete(Path.Combine(Out, "measures.csv"));
        Directory.CreateDirectory(Path.Combine(Out, "measures.csv", "mine"));

        var (exitCode, _, error) = TrainFacesProcess.Train([.. command, "3", "--resume"]);

        exitCode.Should().Be(2);
        error.Should().Contain($"error: {Out}/measures.csv");
        File.Exists(Checkpoint).Should().BeTrue("step 2 was complete before its measures could not be written");
    }

    [Fact]
    public void A_run_whose_images_do_not_fit_into_memory_trains_from_a_cache_which_the_next_run_uses()
    {
        // Decoded, 49,152 bytes each. The images may take half of 128 MiB. The program needs only a little of the other half, so it
        // is far from running out of memory.
        const int Images = 1400;
        byte[] image = TestImages.Gray(100);
        for (int number = 0; number < Images; number++)
        {
            Folder.Write($"data/{number}.png", image);
        }

        string cache = Folder.File("cache");
        string output = Train(Out, "14");
        output.Should().Contain("Decoding images into the cache: 100 %").And.Contain($"Decoded images are in {cache}.").And.Contain("Done: 14 steps");
        Directory.GetFiles(cache).Should().ContainSingle();
        File.Exists(Path.Combine(Out, "checkpoints", "step-000000014.safetensors")).Should().BeTrue();

        Train(Folder.File("second"), "1").Should().NotContain("Decoding images").And.Contain($"Decoded images are in {cache}.");

        string Train(string run, string steps)
        {
            var (exitCode, output, error) = TrainFacesProcess.TrainWithin(
                1 << 27, "--out", run, "--data", Folder.File("data"), "--base-size", "32", "--batch", "100", "--max-steps", steps);
            (exitCode, error).Should().Be((0, string.Empty));
            return output;
        }
    }

    [Fact]
    public void An_earlier_run_without_a_checkpoint_is_moved_without_advice_to_resume_it()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "run.json"), "{}");

        TrainFacesProcess.Train("--out", Out).Error.Should().Be($"warning: moved the earlier run in {Out} to {Path.Combine(Out, "earlier-1")}.\n");
    }
}
