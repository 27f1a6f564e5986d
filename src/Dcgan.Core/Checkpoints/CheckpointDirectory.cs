using System.Globalization;
using Dcgan.Core.Safetensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dcgan.Core;

/// <summary>
/// A folder with the checkpoints of one run, named by step: <c>step-000001500.safetensors</c>. Saving deletes old checkpoints;
/// <see cref="Latest"/> finds the latest undamaged one.
/// </summary>
public sealed partial class CheckpointDirectory
{
    private const string Prefix = "step-";
    private const string Suffix = ".safetensors";
    private const string GivenUpSuffix = ".given-up";
    private const string BestName = "best" + Suffix;

    private readonly ILogger logger;

    /// <summary>Creates the object but not the folder, which <see cref="Lock"/> or the first save creates if needed.</summary>
    /// <param name="path">The folder. The object does not touch other files in it.</param>
    /// <param name="keepLast">Number of latest checkpoints to keep. At least 1.</param>
    /// <param name="keepEvery">
    /// Interval in steps; the first checkpoint of each interval is kept forever. With 1000: the first checkpoint at or after step
    /// 1000, the first at or after step 2000, and so on. At least 1; null to keep no such checkpoints.
    /// </param>
    /// <param name="logger">
    /// Receives messages about best checkpoints saved, and about damaged, renamed and undeletable checkpoints.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty or a number is out of its range.</exception>
    public CheckpointDirectory(string path, int keepLast = 3, long? keepEvery = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Expect.AtLeast(1, keepLast, nameof(keepLast));
        Expect.AtLeast(1, keepEvery ?? 1, nameof(keepEvery));
        Path = System.IO.Path.GetFullPath(path);
        KeepLast = keepLast;
        KeepEvery = keepEvery;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Number of latest checkpoints to keep.</summary>
    public int KeepLast { get; }

    /// <summary>
    /// Interval in steps; the first checkpoint of each interval is kept forever. Null if no checkpoint is kept forever.
    /// </summary>
    public long? KeepEvery { get; }

    /// <summary>
    /// Locks the run, so that no other program that calls this method trains it: each would rename and delete the other's checkpoints.
    /// Creates the folder if needed, and a file <c>.lock</c> in it, which stays.
    /// </summary>
    /// <returns>
    /// The lock. Keep it in a variable, and dispose it after the last save. The system also releases it when the process ends, even if it
    /// is killed.
    /// </returns>
    /// <exception cref="CheckpointException">
    /// Another program, or another part of this one, has locked the folder; or it cannot be written to.
    /// </exception>
    /// <remarks>
    /// Only <see cref="Lock"/> looks at the lock: saving and opening do not. In a run of several processes, call it
    /// on rank 0 only, inside <c>RunTogether</c>, so that all processes learn of a failure.
    /// </remarks>
    public IDisposable Lock()
    {
        CreateFolder();
        return FolderLock.Take(Path);
    }

    /// <summary>Saves a run under its step number, then deletes the old checkpoints that need not be kept.</summary>
    /// <param name="trainer">The run.</param>
    /// <param name="overwrite">
    /// Whether to treat checkpoints of another run in the folder as this run's: to replace, rename and delete them. Default false.
    /// </param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="CheckpointException">
    /// The folder holds the checkpoints of another run, or the file cannot be written. Existing checkpoints are kept.
    /// </exception>
    /// <remarks>
    /// A folder belongs to the run whose trainer has saved into it or was loaded from a checkpoint in it. A file of this run and
    /// step is replaced. If the run was resumed from an earlier checkpoint, other checkpoints of this step and of higher steps get
    /// the suffix <c>.given-up</c> before the file is written, and keep it if the write fails. Files that cannot be deleted or
    /// renamed are logged. In a run of several processes, every process makes this call, and the process of rank 0 writes.
    /// </remarks>
    public string Save(DcganTrainer trainer, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using AccessLock.Scope access = trainer.Access.Read(); // The name has the step that is saved.
        string path = System.IO.Path.Combine(Path, Prefix + trainer.StepCount.ToString("D9", CultureInfo.InvariantCulture) + Suffix);
        Save(trainer, path, overwrite, () => MakeRoom(trainer, path, overwrite));
        if (trainer.Ranks.Rank == 0)
        {
            PruneOrWarn(trainer.StepCount);
        }

        return path;
    }

    /// <summary>
    /// Saves a run as the best so far, to <c>best.safetensors</c>, which replaces the previous best of the run. Call it when your
    /// own measure or an <see cref="IDcganMonitor"/> finds that the run has improved. The file does not count toward
    /// <see cref="KeepLast"/>.
    /// </summary>
    /// <param name="trainer">The run.</param>
    /// <param name="overwrite">Whether to save even if the folder holds the checkpoints of another run. Default false.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="CheckpointException">
    /// The folder holds the checkpoints of another run, or the file cannot be written. The previous best is kept.
    /// </exception>
    /// <remarks>In a run of several processes, every process makes this call, and the process of rank 0 writes.</remarks>
    public string SaveBest(DcganTrainer trainer, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using AccessLock.Scope access = trainer.Access.Read();
        string path = System.IO.Path.Combine(Path, BestName);
        Save(trainer, path, overwrite);
        Log.SavedBest(logger, trainer.StepCount, path);
        return path;
    }

    /// <summary>
    /// Finds the checkpoint of <see cref="SaveBest"/> and verifies that it is undamaged and of a supported version.
    /// </summary>
    /// <returns>The path; null if there is no usable checkpoint.</returns>
    public string? Best()
    {
        string path = System.IO.Path.Combine(Path, BestName);
        return File.Exists(path) && IsUsable(path) ? path : null;
    }

    /// <summary>Lists all numbered checkpoints in order of their steps, including damaged checkpoints.</summary>
    /// <returns>Paths, lowest step first; empty if the folder does not exist.</returns>
    public IReadOnlyList<string> All() => [.. Numbered().Select(file => file.Path)];

    /// <summary>
    /// Finds the checkpoint of the highest step that is undamaged and of a supported version. Reads each candidate completely;
    /// logs why it skips a candidate.
    /// </summary>
    /// <returns>The path; null if there is no usable checkpoint.</returns>
    public string? Latest() => Numbered().Select(file => file.Path).Reverse().FirstOrDefault(IsUsable);

    private void Save(DcganTrainer trainer, string path, bool overwrite, Action? makeRoom = null)
    {
        trainer.Ranks.OnFirst(Call.Prepare, () => Prepare(trainer, path, overwrite, makeRoom));
        trainer.Save(path);
        trainer.Files.SavedIn(Path);
    }

    private void Prepare(DcganTrainer trainer, string path, bool overwrite, Action? makeRoom)
    {
        if (!overwrite)
        {
            CheckRun(trainer);
        }

        CreateFolder();
        try
        {
            makeRoom?.Invoke();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, null, $"the file is not of this run and cannot be renamed: {error.Message}", error);
        }
    }

    private void PruneOrWarn(long newest)
    {
        try
        {
            Prune(newest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CheckpointsNotPruned(logger, error.Message);
        }
    }

    /// <summary>Deletes old checkpoints. This is safe because the newest checkpoint is already on disk.</summary>
    /// <param name="newest">Step of that checkpoint. Files of higher steps could not be renamed and do not count.</param>
    private void Prune(long newest)
    {
        long keptInterval = 0;
        foreach ((long step, string path) in Numbered().Where(file => file.Step <= newest).SkipLast(KeepLast))
        {
            long interval = KeepEvery is long every ? step / every : 0;
            if (interval > keptInterval)
            {
                keptInterval = interval;
                continue;
            }

            File.Delete(path);
        }

        foreach (string partial in Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}{AtomicFile.PartialSuffix}"))
        {
            AtomicFile.DeleteAbandoned(partial);
        }
    }

    private (long Step, string Path)[] Numbered() => !Directory.Exists(Path)
        ? []
        : [.. Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}")
            .Select(path => (Step: StepOf(path), Path: path))
            .Where(file => file.Step is not null)
            .Select(file => (file.Step!.Value, file.Path))
            .OrderBy(file => file.Value)
            .ThenBy(file => file.Path, StringComparer.Ordinal)];

    private static long? StepOf(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        return name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step)
                ? step
                : null;
    }

    private bool IsUsable(string path)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            CheckpointMetadata.CheckVersion(file);
            file.Verify(CheckpointFormat.Digests);
            return true;
        }
        catch (CheckpointException error)
        {
            Log.CheckpointSkipped(logger, error.Message);
            return false;
        }
    }

    private void CreateFolder()
    {
        if (Directory.Exists(Path))
        {
            return;
        }

        try
        {
            string parent = Directory.CreateDirectory(Path).Parent!.FullName;
            using var folder = new Folder(parent);
            folder.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(Path, null, $"the checkpoint folder cannot be created: {error.Message}", error);
        }
    }
}
