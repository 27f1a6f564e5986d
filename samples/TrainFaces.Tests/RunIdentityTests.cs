using System.Text;
using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public class RunIdentityTests
{
    private static readonly RunIdentity Run = new("12 image files", Batch: 4, Size: 64, Channels: 3, "Float32");

    [Fact]
    public void A_run_with_the_same_properties_can_be_resumed()
    {
        RunIdentity read = RunIdentity.FromJson("run.json", Run.ToJson());

        Run.Invoking(it => it.CheckAgainst(read)).Should().NotThrow();
    }

    [Fact]
    public void A_run_with_other_properties_is_rejected() =>
        Run.Invoking(it => it.CheckAgainst(Run with { Batch = 8 })).Should().Throw<SampleException>().WithMessage(
            "--resume: the run was started with 12 image files (64x64x3, batch size 8, Float32), but the current options give 12 image files (64x64x3, batch size 4, Float32). Use the same options or another --out.");

    [Fact]
    public void A_run_with_other_options_is_rejected_in_their_names()
    {
        RunIdentity started = Run with { Options = new Dictionary<string, string> { ["--r1"] = "0.1", ["--seed"] = "1", ["--latent"] = "100" } };
        RunIdentity now = Run with { Options = new Dictionary<string, string> { ["--r1"] = "no", ["--seed"] = "2", ["--latent"] = "100", ["--later"] = "1" } };

        now.Invoking(it => it.CheckAgainst(Parse(Encoding.UTF8.GetString(started.ToJson())))).Should().Throw<SampleException>().WithMessage(
            "--resume: the run was started with --r1 0.1, --seed 1, but the current options give --r1 no, --seed 2. Use the same options or another --out.");
        now.Invoking(it => it.CheckAgainst(Run)).Should().NotThrow("earlier versions wrote no options");
        now.Invoking(it => it.CheckAgainst(Parse(Encoding.UTF8.GetString(now.ToJson())))).Should().NotThrow();
    }

    [Theory]
    [InlineData("--epochs", "10", "7")]
    [InlineData("--max-steps", "(none)", "7")]
    [InlineData("--checkpoint-every", "(epoch)", "7")]
    [InlineData("--resume", "(no)", "(yes)")]
    public void Processes_that_would_end_or_save_or_resume_apart_are_rejected(string option, string first, string second)
    {
        var unchanged = new TrainFacesOptions { Out = "run" };
        TrainFacesOptions changed = unchanged with
        {
            Epochs = option == "--epochs" ? 7 : unchanged.Epochs,
            MaxSteps = option == "--max-steps" ? 7 : null,
            CheckpointEvery = option == "--checkpoint-every" ? 7 : null,
            Resume = option == "--resume",
        };
        byte[] ofFirst = Run.AmongProcesses(unchanged).ToJson();

        Run.AmongProcesses(changed).Invoking(it => it.CheckAgainstFirst(1, ofFirst)).Should().Throw<SampleException>().WithMessage(
            $"--mpi: all processes must have the same images and options, but rank 1 has {option} {second} and rank 0 has {option} {first}.");
        Run.AmongProcesses(unchanged).Invoking(it => it.CheckAgainstFirst(1, ofFirst)).Should().NotThrow();
    }

    /// <summary>Earlier builds had no penalty by default, and began penalties with the first step.</summary>
    [Theory]
    [InlineData("(none)", "(none)", "0", null, null)]
    [InlineData("0.1", "4", "0.1", "4", "0")]
    public void A_penalty_of_an_earlier_build_is_resumed_with_the_options_that_give_it(
        string earlierWeight, string earlierInterval, string weight, string? interval, string? start)
    {
        RunIdentity started = Run with { Options = new Dictionary<string, string> { ["--r1"] = earlierWeight, ["--r1-interval"] = earlierInterval } };
        RunIdentity read = Parse(Encoding.UTF8.GetString(started.ToJson()));
        Dictionary<string, string> same = new() { ["--r1"] = weight };
        if (interval is not null && start is not null)
        {
            (same["--r1-interval"], same["--r1-start"]) = (interval, start);
        }

        (Run with { Options = same }).Invoking(it => it.CheckAgainst(read)).Should().NotThrow();
        Dictionary<string, string> current = new() { ["--r1"] = "0.2", ["--r1-interval"] = "16", ["--r1-start"] = "5000" };
        (Run with { Options = current }).Invoking(it => it.CheckAgainst(read)).Should().Throw<SampleException>().WithMessage(start is null
            ? "--resume: the run was started with --r1 0, but the current options give --r1 0.2. *"
            : "--resume: the run was started with --r1 0.1, --r1-interval 4, --r1-start 0, but the current options give --r1 0.2, --r1-interval 16, --r1-start 5000. *");
    }

    [Fact]
    public void A_run_on_other_images_of_the_same_names_is_rejected()
    {
        RunIdentity started = Parse(Encoding.UTF8.GetString((Run with { Contents = "0123" }).ToJson()));

        (Run with { Contents = "0123" }).Invoking(it => it.CheckAgainst(started)).Should().NotThrow();
        (Run with { Contents = "4567" }).Invoking(it => it.CheckAgainst(started)).Should().Throw<SampleException>().WithMessage(
            "--resume: the images have the names of those of the run but other contents. Restore the images, or use another --out.");
        (Run with { Contents = "4567" }).Invoking(it => it.CheckAgainst(Run)).Should().NotThrow("earlier versions compared names only");
    }

    [Fact]
    public void Processes_with_other_images_or_options_are_named_by_their_rank()
    {
        byte[] first = (Run with { Contents = "0123" }).ToJson();

        (Run with { Contents = "0123" }).Invoking(it => it.CheckAgainstFirst(1, first)).Should().NotThrow();
        (Run with { Contents = "4567" }).Invoking(it => it.CheckAgainstFirst(1, first)).Should().Throw<SampleException>().WithMessage(
            "--mpi: all processes must have the same images and options, but the image files of rank 1 have the names of those of rank 0 but other contents.");
        (Run with { Contents = "0123", Batch = 8 }).Invoking(it => it.CheckAgainstFirst(2, first)).Should().Throw<SampleException>().WithMessage(
            "--mpi: all processes must have the same images and options, but rank 2 has 12 image files (64x64x3, batch size 8, Float32) and rank 0 has 12 image files (64x64x3, batch size 4, Float32).");
    }

    [Fact]
    public void Options_that_follow_from_another_that_differs_are_not_named()
    {
        RunIdentity started = Run with { Options = new Dictionary<string, string> { ["--data"] = "(drawn faces)", ["--label-smoothing"] = "0.1" } };
        RunIdentity now = Run with { Options = new Dictionary<string, string> { ["--data"] = "(images)", ["--label-smoothing"] = "0" } };

        now.Invoking(it => it.CheckAgainst(started)).Should().Throw<SampleException>().WithMessage(
            "--resume: the run was started with --data (drawn faces), but the current options give --data (images). Use the same options or another --out.");
    }

    [Fact]
    public void A_resumed_run_may_start_evaluation_but_not_change_the_features()
    {
        RunIdentity measured = Run with { Features = "0123456789ABCDEF" };

        measured.Invoking(it => it.CheckAgainst(Run)).Should().NotThrow();
        Run.Invoking(it => it.CheckAgainst(measured)).Should().NotThrow();
        measured.Invoking(it => it.CheckAgainst(measured with { Features = "FEDCBA9876543210" })).Should().Throw<SampleException>()
            .WithMessage("*, features FEDCBA98), but the current options give *, features 01234567).*");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Images":null,"Batch":4,"Size":64,"Channels":3,"Precision":"Float32"}""")]
    public void Json_that_no_run_writes_is_rejected(string json) =>
        FluentActions.Invoking(() => Parse(json)).Should().Throw<SampleException>().WithMessage(
            "--resume: out/run.json is not valid. * Restore the file, or use another --out.");

    [Theory]
    [InlineData("01ab")]
    [InlineData("")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEG")]
    public void A_digest_of_another_form_is_rejected(string digest) =>
        FluentActions.Invoking(() => Parse(Encoding.UTF8.GetString((Run with { Features = digest }).ToJson()))).Should().Throw<SampleException>()
            .WithMessage($"*Features must be 64 hexadecimal digits but is \"{digest}\".*");

    private static RunIdentity Parse(string json) => RunIdentity.FromJson("out/run.json", Encoding.UTF8.GetBytes(json));
}
