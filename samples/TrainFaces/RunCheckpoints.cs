using Dcgan.Core;
using Dcgan.Images;
using TrainFaces.Data;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>Saves and loads the run's checkpoints, in the folder checkpoints under --out. Each save also updates losses.csv.</summary>
internal sealed class RunCheckpoints
{
    private readonly TrainFacesOptions options;
    private readonly RunProcesses processes;
    private readonly RunFolder folder;
    private readonly DcganTrainer trainer;
    private readonly LossHistory history;
    private readonly MeasureHistory measures;
    private readonly RunDisplay display;
    private readonly CheckpointDirectory directory;
    private long savedStep = -1;
    private long savedEpoch = -1;

    /// <param name="options">How often to save a checkpoint.</param>
    /// <param name="processes">The processes that train together, all of which make the same calls.</param>
    /// <param name="folder">The run's output folder.</param>
    /// <param name="trainer">The trainer to save and load.</param>
    /// <param name="history">The losses of the run.</param>
    /// <param name="measures">The measures of the run.</param>
    /// <param name="display">Receives a warning for each damaged checkpoint and each missing file.</param>
    public RunCheckpoints(
        TrainFacesOptions options,
        RunProcesses processes,
        RunFolder folder,
        DcganTrainer trainer,
        LossHistory history,
        MeasureHistory measures,
        RunDisplay display)
    {
        (this.options, this.processes, this.folder, this.trainer, this.history, this.measures, this.display) =
            (options, processes, folder, trainer, history, measures, display);
        directory = new CheckpointDirectory(folder.CheckpointPath, logger: new WarningLog(line => Warn(line)));
    }

    /// <summary>The path of the checkpoint that was saved or loaded last; null if there is none.</summary>
    public string? Last { get; private set; }

    /// <summary>Loads the latest valid checkpoint and the tables of the run. Changes no file.</summary>
    /// <param name="identity">The properties of the run that the current options give.</param>
    /// <param name="stop">Cancels the wait for the files, but not the loading.</param>
    /// <returns>The path of the checkpoint; null if there are no checkpoints.</returns>
    /// <exception cref="CheckpointException">The checkpoint was saved with other options.</exception>
    /// <exception cref="SampleException">The folder does not hold what a run with the current options has left.</exception>
    public string? Resume(RunIdentity identity, CancellationToken stop)
    {
        RunIdentity? earlier = Interruptible.Run(folder.ReadIdentity, stop);

        // Reads the file completely, so that loading it, which uses the trainer and must not be abandoned, finds it in the cache.
        if (Interruptible.Run(directory.Latest, stop) is not string latest)
        {
            return directory.All().Count == 0
                ? CheckStart(isStarted: earlier is not null)
                : throw new SampleException(
                    $"--resume: none of the checkpoints in {directory.Path} can be loaded; see the warnings above. Without --resume, the program moves this run to another folder and starts a new run.");
        }

        if (earlier is null)
        {
            throw new SampleException(
                $"--resume: {folder.FullPath} has checkpoints but no run.json, so the program cannot check that the options are those of the run. "
                + $"Restore run.json, or start a new run from the weights with --start-from {latest} and another --out.");
        }

        identity.CheckAgainst(earlier);
        trainer.Load(latest);
        ReadTables(earlier);
        (savedStep, savedEpoch) = (trainer.StepCount, trainer.Epoch);
        return Last = latest;
    }

    /// <summary>Saves a checkpoint if the step is a multiple of --checkpoint-every.</summary>
    public void AfterStep(long step)
    {
        if (options.CheckpointEvery is long every && step % every == 0)
        {
            Save();
        }
    }

    /// <summary>Saves a checkpoint if --checkpoint-every is not set.</summary>
    public void AfterEpoch()
    {
        if (options.CheckpointEvery is null)
        {
            Save();
        }
    }

    /// <summary>Saves a checkpoint, unless the current state is already saved.</summary>
    public void Save()
    {
        if ((savedStep, savedEpoch) == (trainer.StepCount, trainer.Epoch))
        {
            return;
        }

        processes.Together(() => folder.WriteLossTable(history));
        Last = directory.Save(trainer);
        (savedStep, savedEpoch) = (trainer.StepCount, trainer.Epoch);
    }

    /// <summary>Checks that a run without checkpoints may start, although another run in this folder could be meant.</summary>
    /// <param name="isStarted">Whether the run has started before, but has not saved a checkpoint yet.</param>
    /// <returns>Null, because there is no checkpoint.</returns>
    private string? CheckStart(bool isStarted)
    {
        // Checkpoints that were moved alone cannot be resumed: their run.json is missing, or was replaced by that of a later run.
        string? cure = isStarted ? null
            : folder.EarlierCheckpoints() is { } checkpoints && new CheckpointDirectory(checkpoints).All() is [.., var last]
                ? $"To start a new run from the weights in {checkpoints}, use --start-from {last} and another --out"
            : folder.EarlierRun() is { } run ? $"To resume the run that was moved to {run}, use --out {run}"
            : null;
        return cure is null
            ? null
            : throw new SampleException($"--resume: there is no checkpoint in {directory.Path}. {cure}. To start a new run, leave out --resume.");
    }

    // Missing rows are no reason to refuse: the training does not depend on them, and resuming overwrites none.
    private void ReadTables(RunIdentity earlier)
    {
        long step = trainer.StepCount;
        long last = folder.ReadLossTable(history, step) && history.Steps.Count > 0 ? history.Steps[^1].Step.Number : 0;
        if (last < step)
        {
            Warn(FormattableString.Invariant(
                $"losses.csv has no losses of steps {last + 1} to {step}. The run is resumed without them."));
        }

        if (!folder.ReadMeasures(measures, step) && earlier.Features is not null && trainer.Epoch > 0)
        {
            Warn("measures.csv is missing. The run is resumed without the measures of earlier epochs.");
        }
    }

    // All processes read the same files.
    private void Warn(string line)
    {
        if (processes.IsFirst)
        {
            display.Warn(line);
        }
    }
}
