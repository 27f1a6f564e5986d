using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public sealed class ResumedRunTests : SmallRun
{
    [Fact]
    public void A_resumed_run_that_is_complete_says_so_and_the_report_names_the_command_that_goes_on()
    {
        Train();

        var (exitCode, output, error) = Resume("--max-steps", "2");

        (exitCode, error).Should().Be((0, string.Empty));
        output.Should().Contain("\nThe run already has 0 epochs and 2 steps. To train longer, raise --epochs or --max-steps.\n");
        File.ReadAllText(Path.Combine(Out, "report.html")).Should().Contain("Train the remaining epochs");
    }

    [Fact]
    public void Extreme_numbers_in_the_tables_do_not_end_the_resumed_run()
    {
        Train();
        string losses = Path.Combine(Out, "losses.csv");
        string header = File.ReadLines(losses).First();
        File.WriteAllText(losses, $"{header}\n1,1,1e308,-1e308,0.5,0.5,9e11\n2,1,5e-324,1.7976931348623157e308,0.5,0.5,9e11\n");

        var (exitCode, _, error) = Resume("--max-steps", "3");

        (exitCode, error).Should().Be((0, string.Empty));
        File.ReadAllText(Path.Combine(Out, "report.html")).Should().Contain("Time in steps");
        File.Exists(Path.Combine(Out, "losses.png")).Should().BeTrue();
    }

    [Fact]
    public void A_folder_that_is_not_what_the_run_left_is_named_and_not_changed()
    {
        Train();

        Damaged("run.json", null).Should().Be(
            $"error: --resume: {Out} has checkpoints but no run.json, so the program cannot check that the options are those of the run. "
            + $"Restore run.json, or start a new run from the weights with --start-from {Checkpoint} and another --out.\n");
        Damaged("run.json", "pipe").Should().Be($"error: --resume: {Out}/run.json is empty or not a regular file.\n");
        Damaged("losses.csv", "pipe").Should().Be($"error: --resume: {Out}/losses.csv is empty or not a regular file.\n");
        Damaged("losses.csv", "step\n").Should().StartWith($"error: --resume: {Out}/losses.csv, line 1: expected \"step,epoch,generator_loss,discriminator_loss,d_x,d_g_z,seconds\" but found \"step\".");
        Damaged("measures.csv", "step\n").Should().StartWith($"error: --resume: {Out}/measures.csv, line 1: expected \"step,epoch,images,").And.Contain("but found \"step\".");
        Damaged("checkpoints/step-000000002.safetensors", "pipe").Should().Contain("this is a pipe, not a file.")
            .And.Contain($"error: --resume: none of the checkpoints in {Out}/checkpoints can be loaded");

        File.Delete(Path.Combine(Out, "losses.csv"));
        Resume("--max-steps", "3").Error.Should().Be("warning: losses.csv has no losses of steps 1 to 2. The run is resumed without them.\n");
        File.ReadAllLines(Path.Combine(Out, "losses.csv")).Should().HaveCount(2).And.Subject.Last().Should().StartWith("3,1,");
        Resume("--max-steps", "4").Error.Should().BeEmpty("the steps from 3 on are complete");

        string Damaged(string name, string? content)
        {
            string path = Path.Combine(Out, name);
            byte[]? kept = File.Exists(path) ? File.ReadAllBytes(path) : null;
            File.Delete(path);
            Write(path, content);
            var before = Files(Out);
            var (exitCode, _, error) = Resume("--max-steps", "3");
            exitCode.Should().Be(2);
            Files(Out).Should().BeEquivalentTo(before);
            File.Delete(path);
            if (kept is not null)
            {
                File.WriteAllBytes(path, kept);
            }

            return error;
        }
    }

    [Fact]
    public void A_run_that_has_no_checkpoint_yet_starts_over_with_other_options()
    {
        Train();
        Directory.Delete(Path.Combine(Out, "checkpoints"), recursive: true);

        TrainFacesProcess.Train("--out", Out, "--resume", "--seed", "4").Output.Should().Contain("No checkpoint found. Starting a new run.\n");
    }

    [Fact]
    public void Other_options_of_a_resumed_run_are_refused_by_their_names()
    {
        Train();

        Refused("--learning-rate", "0.000004", "--resume", "--seed", "4", "--r1", "0").Should().Be(
            "error: --resume: the run was started with --r1 0.1, --seed 1, but the current options give --r1 0, --seed 4. Use the same options or another --out.\n");
    }

    [Fact]
    public void A_run_whose_rates_fall_may_go_on_for_more_epochs()
    {
        string[] wide = ["--out", Out, "--depths", "512,4", "--epochs"];
        TrainFacesProcess.Train([.. wide, "100", "--max-steps", "2"]).Output.Should().Contain("falling over 640000 images");

        var (exitCode, output, error) = TrainFacesProcess.Train([.. wide, "200", "--max-steps", "3", "--resume"]);

        (exitCode, error).Should().Be((0, string.Empty));
        output.Should().Contain("falling over 1280000 images").And.Contain("Done: 1 steps");
    }

    private static void Write(string path, string? content)
    {
        if (content is "pipe")
        {
            NamedPipe.Create(path);
        }
        else if (content is not null)
        {
            File.WriteAllText(path, content);
        }
    }
}
