using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dcgan.Core;

/// <summary>
/// A folder of one run's checkpoints, numbered by step: <c>step-000001500.safetensors</c>. Old ones go as new ones come; the
/// latest that is whole is found again.
/// </summary>
public sealed class CheckpointDirectory
{
    private const string Prefix = "step-";
    private const string Suffix = ".safetensors";
    private const string GivenUpSuffix = ".given-up";
    private const string BestName = "best" + Suffix;

    private readonly ILogger logger;

    /// <summary>Names the folder, which the first save makes where it is not there.</summary>
    /// <param name="path">The folder. Other files in it are left alone.</param>
    /// <param name="keepLast">How many of the latest checkpoints stay. At least 1.</param>
    /// <param name="keepEvery">
    /// Of every so many steps the first checkpoint stays for good: of 1000, the first from step 1000 on, the first from 2000
    /// on, and so forth. At least 1; null for none.
    /// </param>
    /// <param name="logger">Told of damaged checkpoints.</param>
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

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>How many of the latest checkpoints stay.</summary>
    public int KeepLast { get; }

    /// <summary>Of every so many steps the first checkpoint stays; null for none.</summary>
    public long? KeepEvery { get; }

    /// <summary>Saves a run under the number of its step, and then deletes what need not stay.</summary>
    /// <param name="trainer">The run.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="CheckpointException">The file cannot be written; those that are there stay.</exception>
    /// <remarks>
    /// Where the run went back to an earlier checkpoint, those of higher steps get the suffix <c>.given-up</c>. What cannot be
    /// deleted or renamed is logged.
    /// </remarks>
    public string Save(DcganTrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        string path = System.IO.Path.Combine(Path, Prefix + trainer.StepCount.ToString("D9", CultureInfo.InvariantCulture) + Suffix);
        MakeFolder();
        trainer.Save(path);
        try
        {
            SetGivenUpAside(trainer.StepCount);
            Prune();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CheckpointsNotPruned(logger, error.Message);
        }

        return path;
    }

    /// <summary>
    /// Saves a run as the best so far, in <c>best.safetensors</c>, which replaces the one before: for a host whose measure, or whose
    /// <see cref="IDcganMonitor"/>, says so. It is no part of the row that <see cref="KeepLast"/> counts.
    /// </summary>
    /// <param name="trainer">The run.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="CheckpointException">The file cannot be written; the one before stays.</exception>
    public string SaveBest(DcganTrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        string path = System.IO.Path.Combine(Path, BestName);
        MakeFolder();
        trainer.Save(path);
        Log.SavedBest(logger, trainer.StepCount, path);
        return path;
    }

    /// <summary>The checkpoint of <see cref="SaveBest"/>, if it is whole and of a version that can be read.</summary>
    /// <returns>Its path; null where there is none.</returns>
    public string? Best()
    {
        string path = System.IO.Path.Combine(Path, BestName);
        return File.Exists(path) && IsWhole(path) ? path : null;
    }

    /// <summary>The checkpoints that are there, whole or not, by their steps.</summary>
    /// <returns>Paths, the lowest step first; none where there is no folder.</returns>
    public IReadOnlyList<string> All() => [.. Numbered().Select(file => file.Path)];

    /// <summary>
    /// The checkpoint of the highest step that is whole and of a version that can be read. Reads from its beginning to its end;
    /// what is left out is logged with the reason.
    /// </summary>
    /// <returns>Its path; null where there is none.</returns>
    public string? Latest() => Numbered().Select(file => file.Path).Reverse().FirstOrDefault(IsWhole);

    /// <summary>
    /// Files of higher steps are of a future that was given up when an earlier checkpoint was loaded. They must not be found
    /// as the latest any more, and nobody has said that they may be deleted.
    /// </summary>
    private void SetGivenUpAside(long newest)
    {
        foreach ((_, string path) in Numbered().Where(file => file.Step > newest))
        {
            File.Move(path, path + GivenUpSuffix, overwrite: true);
            Log.CheckpointGivenUp(logger, path + GivenUpSuffix);
        }
    }

    /// <summary>Deletes only what is older than the newest, and that is on the disk by now.</summary>
    private void Prune()
    {
        long keptInterval = 0;
        foreach ((long step, string path) in Numbered().SkipLast(KeepLast))
        {
            long interval = KeepEvery is long every ? step / every : 0;
            if (interval > keptInterval)
            {
                keptInterval = interval;
                continue;
            }

            File.Delete(path);
        }

        foreach (string rubbish in Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}{AtomicFile.PartialSuffix}"))
        {
            AtomicFile.DeleteAbandoned(rubbish);
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

    private bool IsWhole(string path)
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

    private void MakeFolder()
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
            throw new CheckpointException(Path, null, $"the folder of checkpoints cannot be made: {error.Message}", error);
        }
    }
}
