using System.Globalization;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>Reads and writes the files in the output folder of a run.</summary>
internal sealed class RunFolder
{
    private const string LossTable = "losses.csv";
    private const string MeasureTable = "measures.csv";
    private const string Identity = "run.json";

    private readonly string path;

    /// <summary>Creates the folder if necessary, and checks that it is writable.</summary>
    /// <exception cref="SampleException">The folder cannot be created or is not writable.</exception>
    public RunFolder(string path)
    {
        this.path = path;
        HasEarlierRun = Directory.Exists(path) && Directory.EnumerateFiles(path, "samples-epoch-*.png").Any();
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                Path.Combine(path, ".probe"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SampleException($"--out {path}: cannot write to this folder. {error.Message}", error);
        }
    }

    /// <summary>Whether the folder contained sample images before this run.</summary>
    public bool HasEarlierRun { get; }

    /// <summary>The absolute path of the folder.</summary>
    public string FullPath => Path.GetFullPath(path);

    /// <summary>Writes samples-epoch-NNNN.png.</summary>
    public void WriteSamples(int epoch, SampleGrid grid) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"samples-epoch-{epoch:D4}.png"), grid.Draw());

    /// <summary>Writes losses.csv and losses.png.</summary>
    public void WriteLosses(LossHistory history, MeasureHistory measures)
    {
        WriteLossTable(history);
        Write("losses.png", RunPlot.Draw(history, measures));
    }

    /// <summary>Writes losses.csv.</summary>
    public void WriteLossTable(LossHistory history) => Write(LossTable, history.ToCsv());

    /// <summary>Reads losses.csv of an earlier part of the run, up to a step.</summary>
    public void ReadLossTable(LossHistory history, long upToStep)
    {
        string table = Path.Combine(path, LossTable);
        history.Restore(File.Exists(table) ? File.ReadAllText(table) : string.Empty, upToStep);
    }

    /// <summary>Writes measures.csv.</summary>
    public void WriteMeasures(MeasureHistory measures) => Write(MeasureTable, measures.ToCsv());

    /// <summary>Reads measures.csv of an earlier part of the run, up to a step.</summary>
    public void ReadMeasures(MeasureHistory measures, long upToStep)
    {
        string table = Path.Combine(path, MeasureTable);
        measures.Restore(File.Exists(table) ? File.ReadAllText(table) : string.Empty, upToStep);
    }

    /// <summary>Deletes measures.csv of an earlier run, which a new run must not continue.</summary>
    public void DeleteMeasures() => File.Delete(Path.Combine(path, MeasureTable));

    /// <summary>Writes run.json.</summary>
    public void WriteIdentity(RunIdentity identity) => Write(Identity, identity.ToJson());

    /// <summary>Reads run.json. Returns null if the file does not exist.</summary>
    public RunIdentity? ReadIdentity()
    {
        string file = Path.Combine(path, Identity);
        return File.Exists(file) ? RunIdentity.FromJson(File.ReadAllBytes(file)) : null;
    }

    private void Write(string name, byte[] content) => AtomicFile.Write(Path.Combine(path, name), content);
}
