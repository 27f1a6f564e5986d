using System.Globalization;
using Dcgan.Core;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>Saves and loads the run's checkpoints, in the folder checkpoints under --out. Each save also updates losses.csv.</summary>
internal sealed class RunCheckpoints
{
    private const string FolderName = "checkpoints";

    private readonly TrainFacesOptions options;
    private readonly RunFolder folder;
    private readonly DcganTrainer trainer;
    private readonly LossHistory history;
    private readonly MeasureHistory measures;
    private readonly CheckpointDirectory directory;
    private long savedStep = -1;
    private long savedEpoch = -1;

    /// <param name="options">How often to save a checkpoint.</param>
    /// <param name="folder">The run's output folder.</param>
    /// <param name="trainer">The trainer to save and load.</param>
    /// <param name="history">The losses of the run.</param>
    /// <param name="measures">The measures of the run.</param>
    /// <param name="display">Receives a warning for each damaged checkpoint.</param>
    public RunCheckpoints(
        TrainFacesOptions options, RunFolder folder, DcganTrainer trainer, LossHistory history, MeasureHistory measures, RunDisplay display)
    {
        (this.options, this.folder, this.trainer, this.history, this.measures) = (options, folder, trainer, history, measures);
        directory = new CheckpointDirectory(Path.Combine(folder.FullPath, FolderName), logger: new WarningLog(display.Warn));
    }

    /// <summary>Loads the latest valid checkpoint.</summary>
    /// <returns>The path of the checkpoint; null if there are no checkpoints.</returns>
    /// <exception cref="CheckpointException">The checkpoint was saved with other options.</exception>
    /// <exception cref="SampleException">There are checkpoints, but none is valid.</exception>
    public string? Resume()
    {
        if (directory.Latest() is not string latest)
        {
            return directory.All().Count == 0
                ? null
                : throw new SampleException(
                    $"--resume: none of the checkpoints in {directory.Path} can be loaded; see the warnings above. Without --resume, the program moves them to another folder and starts a new run.");
        }

        trainer.Load(latest);
        folder.ReadLossTable(history, trainer.StepCount);
        folder.ReadMeasures(measures, trainer.StepCount);
        (savedStep, savedEpoch) = (trainer.StepCount, trainer.Epoch);
        return latest;
    }

    /// <summary>
    /// Moves the checkpoints of an earlier run to another folder, so that they do not mix with the checkpoints of a new run.
    /// </summary>
    /// <returns>The path of the new folder; null if there were no checkpoints.</returns>
    public string? MoveAside()
    {
        if (directory.All().Count == 0)
        {
            return null;
        }

        string target = Enumerable.Range(1, int.MaxValue)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{directory.Path}-{number}"))
            .First(path => !Directory.Exists(path));
        Directory.Move(directory.Path, target);
        return target;
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

        folder.WriteLossTable(history);
        directory.Save(trainer);
        (savedStep, savedEpoch) = (trainer.StepCount, trainer.Epoch);
    }
}
