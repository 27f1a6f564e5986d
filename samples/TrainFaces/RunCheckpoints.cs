using System.Globalization;
using Dcgan.Core;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>The run's checkpoints: a folder under its pictures. The table of losses is written along with each.</summary>
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

    /// <param name="options">How often to save.</param>
    /// <param name="folder">The run's.</param>
    /// <param name="trainer">The run.</param>
    /// <param name="history">Its losses.</param>
    /// <param name="measures">What was measured of it.</param>
    /// <param name="display">Told of damaged checkpoints.</param>
    public RunCheckpoints(
        TrainFacesOptions options, RunFolder folder, DcganTrainer trainer, LossHistory history, MeasureHistory measures, RunDisplay display)
    {
        (this.options, this.folder, this.trainer, this.history, this.measures) = (options, folder, trainer, history, measures);
        directory = new CheckpointDirectory(Path.Combine(folder.FullPath, FolderName), logger: new WarningLog(display.Warn));
    }

    /// <summary>Goes on with the latest checkpoint that is whole.</summary>
    /// <returns>Its path; null where there is none.</returns>
    /// <exception cref="CheckpointException">It is of another run's options.</exception>
    /// <exception cref="SampleException">There are some, and none can be used.</exception>
    public string? Resume()
    {
        if (directory.Latest() is not string latest)
        {
            return directory.All().Count == 0
                ? null
                : throw new SampleException(
                    $"--resume: none of the checkpoints in {directory.Path} can be used, for the reasons above. Without --resume the run starts anew and they are kept aside.");
        }

        trainer.Load(latest);
        folder.ReadLossTable(history, trainer.StepCount);
        folder.ReadMeasures(measures, trainer.StepCount);
        (savedStep, savedEpoch) = (trainer.StepCount, trainer.Epoch);
        return latest;
    }

    /// <summary>Moves an earlier run's checkpoints out of the way of a new run's.</summary>
    /// <returns>Where they are now; null where there are none.</returns>
    public string? SetAside()
    {
        if (directory.All().Count == 0)
        {
            return null;
        }

        string aside = Enumerable.Range(1, int.MaxValue)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{directory.Path}-{number}"))
            .First(path => !Directory.Exists(path));
        Directory.Move(directory.Path, aside);
        return aside;
    }

    public void AfterStep(long step)
    {
        if (options.CheckpointEvery is long every && step % every == 0)
        {
            Save();
        }
    }

    public void AfterEpoch()
    {
        if (options.CheckpointEvery is null)
        {
            Save();
        }
    }

    /// <summary>Saves the run as it is now, if it is not saved already.</summary>
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
