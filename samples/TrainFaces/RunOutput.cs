using System.Globalization;
using System.Runtime.InteropServices;
using Dcgan.Core;
using TrainFaces.CommandLine;
using TrainFaces.Measuring;
using TrainFaces.Output;
using TrainFaces.Reports;
using TrainFaces.TensorBoard;

namespace TrainFaces;

/// <summary>
/// Collects the numbers of a run, and writes what a user looks at: sample grids, tables, plots, the report and TensorBoard events. Only the
/// process of rank 0 writes. What cannot be written is a warning, and training continues.
/// </summary>
/// <param name="options">The options of the run.</param>
/// <param name="processes">The processes that train together.</param>
/// <param name="folder">The run's output folder.</param>
/// <param name="trainer">The trainer.</param>
/// <param name="images">The images and their format, as text.</param>
/// <param name="display">Receives warnings.</param>
internal sealed class RunOutput(
    TrainFacesOptions options, RunProcesses processes, RunFolder folder, DcganTrainer trainer, string images, RunDisplay display) : IDisposable
{
    private readonly SampleGrid grid = new(trainer, options.Seed);
    private readonly ReportPictures pictures = new(folder.ReadSamples);
    private readonly NextCommands commands = new(options, trainer.Generator.Options, processes.Count);
    private EventLog? events;

    /// <summary>The losses of the run.</summary>
    public LossHistory Losses { get; } = new();

    /// <summary>The measures of the run.</summary>
    public MeasureHistory Measures { get; } = new();

    /// <summary>The measures of other real images, as text; null without --evaluate.</summary>
    public string? Floor { get; set; }

    /// <summary>Writes the samples of a new run, and opens the event file of --tensorboard.</summary>
    /// <param name="isResumed">Whether the run was loaded from a checkpoint.</param>
    public void Start(bool isResumed)
    {
        byte[]? samples = isResumed ? null : folder.WriteSamples(0, grid);
        events = processes.IsFirst ? EventLog.Create(options, isResumed ? trainer.StepCount : null, Warn) : null;
        AddSamples(samples);
    }

    /// <summary>Adds a step.</summary>
    /// <param name="epoch">The epoch of the step, from 1.</param>
    /// <param name="step">The step.</param>
    public void Add(int epoch, DcganStep step)
    {
        Losses.Add(epoch, step);
        events?.AddStep(step, trainer.AugmentationProbability);
    }

    /// <summary>Adds the results of an evaluation, and writes measures.csv.</summary>
    public void Add(MeasuredEpoch measured)
    {
        Measures.Add(measured);
        folder.WriteMeasures(Measures);
        events?.AddMeasures(measured);
    }

    /// <summary>Writes the pictures, the tables and the report of an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="checkpoints">The checkpoints of the run.</param>
    public void WriteEpoch(int epoch, RunCheckpoints checkpoints)
    {
        Try(FormattableString.Invariant($"write the pictures of epoch {epoch}"), () =>
        {
            AddSamples(folder.WriteSamples(epoch, grid));
            folder.WriteLosses(Losses, Measures);
        });
        WriteReport(RunState.Training, checkpoints);
    }

    /// <summary>Writes the report.</summary>
    /// <param name="state">What the run is doing.</param>
    /// <param name="checkpoints">The checkpoints of the run.</param>
    public void WriteReport(RunState state, RunCheckpoints checkpoints) =>
        Try("write the report", () => folder.WriteReport(() => RunReport.Write(Report(state, checkpoints))));

    /// <summary>Runs an action, and turns its failure into a warning: it must neither end the training nor hide why the training failed.</summary>
    /// <param name="what">What the action does, for the warning.</param>
    /// <param name="action">The action.</param>
    public void Try(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ExternalException or OutOfMemoryException
            or CheckpointException or ProcessGroupException)
        {
            Warn($"--out {options.Out}: cannot {what}. {error.Message}");
        }
    }

    /// <summary>Names the report and the commands that go on from here.</summary>
    /// <param name="state">How the run has ended.</param>
    /// <param name="checkpoints">The checkpoints of the run.</param>
    public void ShowNext(RunState state, RunCheckpoints checkpoints)
    {
        if (state == RunState.Stopped)
        {
            display.WriteUnbroken($"To resume: {commands.Resume}");
        }

        display.WriteUnbroken($"Report: {Path.Combine(folder.FullPath, RunFolder.Report)}");
        if (state == RunState.Finished && Shown(checkpoints.Last) is { } checkpoint)
        {
            display.WriteUnbroken("Next commands:");
            foreach (var (_, command) in commands.For(checkpoint))
            {
                display.WriteUnbroken($"  {command}");
            }
        }
    }

    public void Dispose()
    {
        grid.Dispose();
        events?.Dispose();
    }

    private void AddSamples(byte[]? png)
    {
        if (png is not null)
        {
            events?.AddSamples(trainer.StepCount, png, trainer.Generator.Options.ImageChannels);
        }
    }

    private ReportContent Report(RunState state, RunCheckpoints checkpoints)
    {
        int epoch = Losses.Steps.Count > 0 ? Losses.Steps[^1].Epoch : (int)trainer.Epoch;
        var classes = trainer.Generator.Options;
        return new ReportContent
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.FullPath)),
            State = state,
            Written = DateTimeOffset.Now,
            Summary = Summary(epoch, checkpoints),
            Losses = Losses,
            Measures = Measures,
            Pictures = pictures.UpTo(epoch),
            ClassNames = [.. (classes.ClassNames ?? []).Take(SampleGrid.MaxClasses)],
            Commands = Commands(state, Shown(checkpoints.Last)),
            CommandFolder = Environment.CurrentDirectory,
            Options = OptionTable.Of(options, trainer.Options),
            Machine = Machine.Describe(),
        };
    }

    private List<(string Name, string Value)> Summary(int epoch, RunCheckpoints checkpoints)
    {
        var time = Duration.FromSeconds(Losses.Steps.Sum(row => row.Step.Duration.TotalSeconds));
        List<(string Name, string Value)> summary =
        [
            ("Images", images),
            ("Steps", trainer.StepCount.ToString("N0", CultureInfo.InvariantCulture)),
            ("Epoch", FormattableString.Invariant($"{epoch} of {Math.Max(epoch, options.Epochs)}")),
            ("Images seen", trainer.ImagesSeen.ToString("N0", CultureInfo.InvariantCulture)),
            ("Time in steps", Duration.ToText(time)),
            ("Processes", processes.Count.ToString(CultureInfo.InvariantCulture)),
            ("Last checkpoint", checkpoints.Last ?? "none"),
        ];
        if (Measures.Rows.Where(row => double.IsFinite(row[Measure.FrechetOfVariance])).MinBy(row => row[Measure.FrechetOfVariance]) is { } lowest)
        {
            if (Floor is not null)
            {
                summary.Add(("Measures of other real images", Floor));
            }

            summary.Add(("Best epoch", FormattableString.Invariant(
                $"{lowest.Epoch}, with the lowest {Measure.FrechetOfVariance.Name}: {lowest[Measure.FrechetOfVariance]:G3}")));
        }

        return summary;
    }

    private List<(string Purpose, string Command)> Commands(RunState state, string? checkpoint)
    {
        // With --checkpoint-every, a run deletes the checkpoint long before it writes the next report.
        bool isDeletedSoon = state == RunState.Training && options.CheckpointEvery is not null;
        List<(string Purpose, string Command)> next = checkpoint is null || isDeletedSoon ? []
            : [.. commands.For(checkpoint), ("Compare generated images with the data set", commands.Evaluate(checkpoint))];
        if (state != RunState.Finished)
        {
            next.Add(("Resume the run", commands.Resume));
        }
        else
        {
            if (trainer.Epoch < options.Epochs)
            {
                next.Add(("Train the remaining epochs", commands.Complete));
            }

            if (commands.TrainLonger is { } longer)
            {
                next.Add(("Train for more epochs", longer));
            }
        }

        return next;
    }

    /// <summary>The path of a checkpoint as the user has written the output folder.</summary>
    private string? Shown(string? checkpoint) =>
        checkpoint is null ? null : Path.Combine(options.Out, Path.GetRelativePath(folder.FullPath, checkpoint));

    // For what every process would say.
    private void Warn(string line)
    {
        if (processes.IsFirst)
        {
            display.Warn(line);
        }
    }
}
