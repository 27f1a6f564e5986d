using Dcgan.Core.Safetensors;

namespace Dcgan.Core;

/// <content>Tells the checkpoints of a run from those of another run.</content>
public sealed partial class CheckpointDirectory
{
    /// <summary>
    /// Checks, before anything changes, that the folder is empty or holds checkpoints of the run: the trainer has saved here
    /// before, or it was loaded from one of these files or from a copy of one.
    /// </summary>
    /// <exception cref="CheckpointException">The folder holds the checkpoints of another run.</exception>
    private void CheckRun(DcganTrainer trainer)
    {
        string best = System.IO.Path.Combine(Path, BestName);
        string[] present = [.. All(), .. File.Exists(best) ? [best] : Array.Empty<string>()];
        if (present.Length > 0 && !trainer.Files.HasSavedIn(Path) && !present.Any(path => IsOfRun(trainer, path)))
        {
            throw new CheckpointException(
                Path,
                null,
                $"the folder holds the checkpoints of another run, such as {System.IO.Path.GetFileName(present[^1])}; none has changed. "
                + "Save into another folder, resume that run with DcganTrainer.Open, or pass overwrite: true.");
        }
    }

    /// <summary>Whether a file holds a state that the trainer was loaded from or has saved.</summary>
    private static bool IsOfRun(DcganTrainer trainer, string path)
    {
        if (trainer.Files.HasSaved(path))
        {
            return true;
        }

        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            return trainer.Files.IsLoadedFrom(file.Metadata.GetValueOrDefault(CheckpointFormat.Digests.Data));
        }
        catch (CheckpointException)
        {
            return false; // A damaged file is no state of any run.
        }
    }

    /// <summary>
    /// Renames the checkpoints that the run does not continue, before it is saved: if the process is killed in between, the latest
    /// checkpoint is still one of this run.
    /// </summary>
    private void MakeRoom(DcganTrainer trainer, string path, bool overwrite)
    {
        try
        {
            foreach ((_, string later) in Numbered().Where(file => file.Step > trainer.StepCount).Reverse())
            {
                GiveUp(later);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CheckpointsNotPruned(logger, error.Message);
        }

        if (!overwrite && File.Exists(path) && !IsOfRun(trainer, path))
        {
            GiveUp(path);
        }
    }

    /// <summary>
    /// Renames a checkpoint that the run does not continue, so that it is no longer found as the latest. It is not deleted and
    /// replaces no earlier such file, because the host did not ask for that.
    /// </summary>
    private void GiveUp(string path)
    {
        string target = path + GivenUpSuffix;
        for (int number = 2; File.Exists(target); number++)
        {
            target = FormattableString.Invariant($"{path}{GivenUpSuffix}-{number}");
        }

        File.Move(path, target);
        Log.CheckpointGivenUp(logger, target);
    }
}
