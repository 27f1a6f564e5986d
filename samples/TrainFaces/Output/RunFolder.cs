using System.Globalization;
using System.Text;
using Dcgan.Core;
using Dcgan.Images.Files;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>
/// Reads and writes the files in the output folder of a run. Holds a lock on the folder, so that two runs cannot write to it at
/// the same time.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string Identity = "run.json";
    public const string Checkpoints = "checkpoints";
    public const string SamplesPrefix = "samples-epoch-";
    public const string Report = "report.html";
    public const string TensorBoard = "tensorboard";

    private const string LossesTable = "losses.csv";
    private const string MeasuresTable = "measures.csv";
    private const string EarlierPrefix = "earlier-";

    private readonly string path;

    // Null in a process that only reads the folder.
    private readonly IDisposable? runLock;

    /// <summary>Creates the folder if necessary, checks that it is writable, and locks it. Changes no other file.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="writes">
    /// Whether this process writes the files of the run. Otherwise it creates and locks nothing, and the methods that write do nothing.
    /// </param>
    /// <exception cref="SampleException">The folder cannot be created, is not writable, or is used by another run.</exception>
    public RunFolder(string path, bool writes = true)
    {
        this.path = path;
        if (!writes)
        {
            return;
        }

        try
        {
            runLock = new CheckpointDirectory(path).Lock();
        }
        catch (CheckpointException error) when (FileInUse.IsCause(error.InnerException))
        {
            throw new SampleException($"--out {path}: another run is writing to this folder. Wait until it ends, or use another --out.", error);
        }
        catch (Exception error) when (error is CheckpointException or NotSupportedException)
        {
            throw new SampleException($"--out {path}: cannot write to this folder. {error.InnerException?.Message ?? error.Message}", error);
        }
    }

    /// <summary>The absolute path of the folder.</summary>
    public string FullPath => Path.GetFullPath(path);

    /// <summary>The absolute path of the folder with the checkpoints.</summary>
    public string CheckpointPath => CheckpointsUnder(FullPath);

    /// <summary>
    /// Whether the folder holds more of a run than what is written before the end of its first epoch. False on the processes that do not
    /// write, which may not see the folder.
    /// </summary>
    public bool HasResults => runLock is not null && RunEntries().Select(Path.GetFileName).Any(
        name => name is MeasuresTable || (name!.StartsWith(SamplesPrefix, StringComparison.Ordinal) && name is not SamplesPrefix + "0000.png"));

    /// <summary>The path of the folder with the checkpoints in an output folder.</summary>
    public static string CheckpointsUnder(string path) => Path.Combine(path, Checkpoints);

    public void Dispose() => runLock?.Dispose();

    /// <summary>
    /// Moves the run in this folder to a new subfolder earlier-N, complete or not at all, so that it can be resumed there. Other
    /// files stay. Links get absolute targets, because relative ones would lead elsewhere from the subfolder.
    /// </summary>
    /// <returns>The path of the subfolder; null if there is no run.</returns>
    /// <exception cref="SampleException">A file or folder cannot be moved.</exception>
    public string? MoveAside()
    {
        string[] entries = runLock is null ? [] : [.. RunEntries().Order(StringComparer.Ordinal)];
        if (entries.Length == 0)
        {
            return null;
        }

        string target = Enumerable.Range(1, int.MaxValue)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(FullPath, EarlierPrefix)}{number}"))
            .First(folder => !Path.Exists(folder));
        int moved = 0;
        try
        {
            Directory.CreateDirectory(target);
            for (; moved < entries.Length; moved++)
            {
                Move(entries[moved], target);
            }

            return target;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string rest = MoveBack(entries[..moved], target) ? string.Empty : $" Move the files in {target} back.";
            throw new SampleException(
                $"--out {path}: cannot move the earlier run to {target}, because {Path.GetFileName(entries[Math.Min(moved, entries.Length - 1)])} cannot be moved. {error.Message}{rest}", error);
        }
    }

    /// <summary>The latest folder of a run that was moved aside with <see cref="MoveAside"/>; null if there is none.</summary>
    public string? EarlierRun() => Latest(EarlierPrefix);

    /// <summary>
    /// The latest folder of checkpoints that were moved aside by earlier versions of this program, which left the run's other
    /// files in place; null if there is none.
    /// </summary>
    public string? EarlierCheckpoints() => Latest(Checkpoints + "-");

    /// <summary>Writes samples-epoch-NNNN.png.</summary>
    /// <returns>The content of the file; null in a process that does not write.</returns>
    public byte[]? WriteSamples(int epoch, SampleGrid grid) => Write(SamplesName(epoch), grid.Draw);

    /// <summary>Reads samples-epoch-NNNN.png.</summary>
    /// <returns>The content of the file; null if it is missing or cannot be read.</returns>
    public byte[]? ReadSamples(int epoch)
    {
        try
        {
            return RegularFile.Read(Path.Combine(path, SamplesName(epoch)), Report);
        }
        catch (SampleException)
        {
            return null;
        }
    }

    /// <summary>Writes report.html.</summary>
    public void WriteReport(Func<byte[]> make) => Write(Report, make);

    /// <summary>Writes losses.csv and losses.png.</summary>
    public void WriteLosses(LossHistory history, MeasureHistory measures)
    {
        WriteLossTable(history);
        Write("losses.png", () => RunPlot.Draw(history, measures));
    }

    /// <summary>Writes losses.csv.</summary>
    public void WriteLossTable(LossHistory history) => Write(LossesTable, history.ToCsv);

    /// <summary>Reads losses.csv of an earlier part of the run, up to a step.</summary>
    /// <returns>False if there is no such file.</returns>
    /// <exception cref="SampleException">The file is not valid.</exception>
    public bool ReadLossTable(LossHistory history, long upToStep) =>
        ReadTable(LossesTable, (file, csv) => history.Restore(file, csv, upToStep));

    /// <summary>Writes measures.csv.</summary>
    public void WriteMeasures(MeasureHistory measures) => Write(MeasuresTable, measures.ToCsv);

    /// <summary>Reads measures.csv of an earlier part of the run, up to a step.</summary>
    /// <returns>False if there is no such file.</returns>
    /// <exception cref="SampleException">The file is not valid.</exception>
    public bool ReadMeasures(MeasureHistory measures, long upToStep) =>
        ReadTable(MeasuresTable, (file, csv) => measures.Restore(file, csv, upToStep));

    /// <summary>Writes run.json.</summary>
    public void WriteIdentity(RunIdentity identity) => Write(Identity, identity.ToJson);

    /// <summary>Reads run.json. Returns null if the file does not exist.</summary>
    /// <exception cref="SampleException">The file is not valid.</exception>
    public RunIdentity? ReadIdentity()
    {
        string file = Path.Combine(path, Identity);
        return RegularFile.Read(file, "--resume") is { } json ? RunIdentity.FromJson(file, json) : null;
    }

    /// <summary>The files and folders of a run, but not of runs that were moved aside.</summary>
    private IEnumerable<string> RunEntries() => Directory.EnumerateFileSystemEntries(FullPath).Where(entry => Path.GetFileName(entry) switch
    {
        Identity or LossesTable or "losses.png" or MeasuresTable or Checkpoints or Report or TensorBoard => true,
        string name => name.StartsWith(SamplesPrefix, StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal),
    });

    private static void Move(string entry, string folder)
    {
        string target = Path.Combine(folder, Path.GetFileName(entry));
        FileSystemInfo info = Directory.Exists(entry) ? new DirectoryInfo(entry) : new FileInfo(entry);
        if (info.LinkTarget is { } link)
        {
            string absolute = Path.GetFullPath(link, RealPath.Of(Path.GetDirectoryName(entry)!));
            _ = info is DirectoryInfo ? Directory.CreateSymbolicLink(target, absolute) : File.CreateSymbolicLink(target, absolute);
            info.Delete();
        }
        else if (info is DirectoryInfo)
        {
            Directory.Move(entry, target);
        }
        else
        {
            File.Move(entry, target);
        }
    }

    // Returns whether all entries are back.
    private bool MoveBack(IEnumerable<string> entries, string target)
    {
        try
        {
            foreach (string entry in entries)
            {
                Move(Path.Combine(target, Path.GetFileName(entry)), FullPath);
            }

            Directory.Delete(target);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool ReadTable(string name, Action<string, string> restore)
    {
        string file = Path.Combine(path, name);
        if (RegularFile.Read(file, "--resume") is not { } content)
        {
            return false;
        }

        restore(file, Encoding.UTF8.GetString(content));
        return true;
    }

    /// <summary>The subfolder with a prefix and the highest number.</summary>
    private string? Latest(string prefix)
    {
        return Directory.EnumerateDirectories(FullPath, prefix + "*").Where(folder => Number(folder) > 0).MaxBy(Number);

        int Number(string folder) => int.TryParse(
            Path.GetFileName(folder).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    private static string SamplesName(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{SamplesPrefix}{epoch:D4}.png");

    // Returns the content; null in a process that only reads the folder.
    private byte[]? Write(string name, Func<byte[]> make)
    {
        if (runLock is null)
        {
            return null;
        }

        byte[] content = make();
        AtomicFile.Write(Path.Combine(path, name), file => file.Write(content));
        return content;
    }
}
