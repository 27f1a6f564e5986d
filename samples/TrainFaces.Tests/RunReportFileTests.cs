using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using FluentAssertions;
using TrainFaces.Tests.TensorBoard;
using Xunit;

namespace TrainFaces.Tests;

/// <summary>The report, the TensorBoard events and the commands that a run leaves.</summary>
public sealed class RunReportFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Out => folder.File("it's a run");

    private string Report => File.ReadAllText(Path.Combine(Out, "report.html"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_resumed_run_has_all_epochs_in_its_report_and_each_step_once_in_its_events()
    {
        string[] command = ["--out", Out, "--batch", "3200", "--epochs", "3", "--tensorboard", "--max-steps"]; // 2 steps in an epoch
        TrainFacesProcess.Train([.. command, "3"]).ExitCode.Should().Be(0);
        Labels().Should().Equal("Before training", "Epoch 1, step 2", "Epoch 2, step 3");

        var (exitCode, output, error) = TrainFacesProcess.Train([.. command, "6", "--resume"]);

        (exitCode, error).Should().Be((0, string.Empty));
        Labels().Should().Equal("Before training", "Epoch 1, step 2", "Epoch 2, step 4", "Epoch 3, step 6");
        Report.Should().Contain("The run has finished.").And.Contain("<dt>Steps</dt><dd>6</dd>").And.Contain("<dt>Images seen</dt><dd>19,200</dd>")
            .And.Contain("<dt>--batch</dt><dd>3200</dd>").And.Contain("<dt>Last checkpoint</dt><dd>" + WebUtility.HtmlEncode(Path.Combine(Out, "checkpoints", "step-000000006.safetensors")))
            .And.MatchRegex("<dt>libtorch</dt><dd>2\\.").And.MatchRegex("<dt>Threads that compute</dt><dd>1<").And.MatchRegex("<dt>CPU</dt><dd>.{3,}</dd>");
        output.Should().Contain($"Report: {Out}/report.html\nNext commands:\n");
        output.Split("Report: ")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCountLessThanOrEqualTo(6);

        var events = EventReader.ReadFolder(Path.Combine(Out, "tensorboard"));
        events.Where(read => read.Values.Any(value => value.Tag == "loss/generator")).Select(read => read.Step).Should().Equal(1, 2, 3, 4, 5, 6);
        events.Where(read => read.Values.Any(value => value.Tag == "samples")).Select(read => read.Step).Should().Equal(0, 2, 3, 4, 6);
        string[] losses = File.ReadAllLines(Path.Combine(Out, "losses.csv"))[1].Split(',');
        events.First(read => read.Step == 1).Values[0].Scalar.Should().BeApproximately(float.Parse(losses[2], System.Globalization.CultureInfo.InvariantCulture), 1e-6f);
        events.First(read => read.Step == 1).Values.Single(value => value.Tag == "gradient_norm/generator").Scalar.Should().BePositive();
        events.First(read => read.Step == 0 && read.Values.Count > 0).Values[0].Image.Should().Equal(File.ReadAllBytes(Path.Combine(Out, "samples-epoch-0000.png")));
    }

    [Fact]
    public void The_printed_commands_work_and_a_stopped_run_says_how_to_resume_it()
    {
        using var run = TrainFacesProcess.Start("--out", Out, "--epochs", "9999", "--batch", "3200");
        run.WaitForLine("step 2/");
        run.Signal("INT");
        var (exitCode, output, _) = run.WaitForExit();

        exitCode.Should().Be(130);
        string resume = Regex.Match(output, "^To resume: (.*)$", RegexOptions.Multiline).Groups[1].Value;
        output.Should().Contain($"Report: {Out}/report.html").And.NotContain("Next commands");
        Report.Should().Contain("The run was stopped and can be resumed.").And.Contain(WebUtility.HtmlEncode(resume));

        var (resumed, finished) = Shell($"{resume} --max-steps 1");
        (resumed, finished).Should().Match<(int ExitCode, string Output)>(result => result.ExitCode == 0 && result.Output.Contains("Resumed from checkpoint step-0000", StringComparison.Ordinal));
        string[] commands = [.. finished.Split('\n').Where(line => line.StartsWith("  dotnet ", StringComparison.Ordinal)).Select(line => line.Trim())];
        commands.Should().HaveCount(4);
        foreach (string command in commands.Where(command => !command.StartsWith("dotnet run", StringComparison.Ordinal)))
        {
            var (code, text) = Shell(command);
            code.Should().Be(0, text);
        }

        File.Exists(Path.Combine(Out, "faces.png")).Should().BeTrue();
        File.Exists(Path.Combine(Out, "walk.gif")).Should().BeTrue();
        commands[3].Should().EndWith($"--model {commands[2].Split(" --out ")[1]} --urls http://localhost:5080");
        File.Exists(Path.Combine(Out, "faces.onnx")).Should().BeTrue();
    }

    [Fact]
    public void While_a_run_with_many_checkpoints_goes_on_its_report_names_none_that_it_will_delete()
    {
        using var run = TrainFacesProcess.Start("--out", Out, "--epochs", "9999", "--batch", "3200", "--checkpoint-every", "1"); // 2 steps in an epoch
        run.WaitForLine("step 4/");
        Report.Should().Contain("The run has not finished.").And.Contain("Resume the run").And.NotContain(" --checkpoint ");

        run.Signal("INT");

        run.WaitForExit().ExitCode.Should().Be(130);
        Report.Should().Contain(" sample --checkpoint ").And.Contain(" evaluate --checkpoint ");
    }

    [Fact]
    public void Events_of_a_run_that_is_moved_aside_are_refused_and_kept()
    {
        string events = folder.File("events");
        string[] command = ["--out", Out, "--tensorboard", events];
        TrainFacesProcess.Train(command).ExitCode.Should().Be(0);
        string file = Directory.GetFiles(events).Single();
        Directory.Delete(Path.Combine(Out, "checkpoints"), recursive: true);

        TrainFacesProcess.Train([.. command, "--resume"]).Should().Match<(int ExitCode, string Output, string Error)>(result => result.ExitCode == 2
            && result.Error.StartsWith($"error: --tensorboard {events}: has the event files of another run, such as {Path.GetFileName(file)}, ", StringComparison.Ordinal));

        EventReader.ReadFolder(events).Where(read => read.Values.Any(value => value.Tag == "loss/generator")).Should().HaveCount(2);
        Directory.GetDirectories(Out).Should().BeEmpty("the run has not been moved aside");
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_a_warning()
    {
        Directory.CreateDirectory(Path.Combine(Out, "report.html", "mine"));

        var (exitCode, _, error) = TrainFacesProcess.Train("--out", Out, "--resume");

        exitCode.Should().Be(0);
        error.Should().StartWith($"warning: --out {Out}: cannot write the report.").And.NotContain("error:").And.NotContain("pictures");
        File.Exists(Path.Combine(Out, "losses.png")).Should().BeTrue();
    }

    [Fact]
    public void A_run_with_classes_and_measures_has_both_in_its_report()
    {
        TrainFacesProcess.Train("--out", folder.File("features")).ExitCode.Should().Be(0);
        foreach (string name in (string[])["cat", "<dog>"])
        {
            for (int number = 0; number < 8; number++)
            {
                folder.Write($"data/{name}/{number}.png", TestImages.Gray((byte)(10 * number)));
            }
        }

        var (exitCode, output, error) = TrainFacesProcess.Train(
            "--out", Out, "--data", folder.File("data"), "--classes", "--evaluate", folder.File("features/checkpoints/step-000000002.safetensors"), "--tensorboard", folder.File("events"));

        (exitCode, error).Should().Be((0, string.Empty));
        Report.Should().Contain("Classes of the rows, from the top: &lt;dog&gt;, cat.").And.Contain(">fraction of images</text>");
        output.Should().Contain(" sample --checkpoint ").And.NotContain(" walk --checkpoint ");
        EventReader.ReadFolder(folder.File("events")).SelectMany(read => read.Values).Should().Contain(value => value.Tag == "measures/frechet");
        TrainFacesProcess.Train("--out", folder.File("other"), "--tensorboard", folder.File("events")).Error.Should()
            .StartWith($"error: --tensorboard {folder.File("events")}: has the event files of another run, such as ");
        File.Exists(folder.File("other/run.json")).Should().BeFalse("the refused run has changed nothing");
    }

    private static (int ExitCode, string Output) Shell(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"{command} 2>&1"]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!output.Wait(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The command hangs: {command}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result);
    }

    private IEnumerable<string> Labels() => Regex.Matches(Report, " data-label=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
}
