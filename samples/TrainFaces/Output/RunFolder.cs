using System.Globalization;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>The files that a run leaves behind.</summary>
internal sealed class RunFolder
{
    private const string LossTable = "losses.csv";
    private const string MeasureTable = "measures.csv";
    private const string Identity = "run.json";

    private readonly string path;

    /// <exception cref="SampleException">The folder cannot be made, or nothing can be written to it.</exception>
    public RunFolder(string path)
    {
        this.path = path;
        HoldsEarlierRun = Directory.Exists(path) && Directory.EnumerateFiles(path, "samples-epoch-*.png").Any();
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                Path.Combine(path, ".probe"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SampleException($"--out {path}: cannot be written. {error.Message}", error);
        }
    }

    /// <summary>Whether pictures lay there before this run.</summary>
    public bool HoldsEarlierRun { get; }

    public string FullPath => Path.GetFullPath(path);

    public void WriteSamples(int epoch, SampleGrid grid) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"samples-epoch-{epoch:D4}.png"), grid.Draw());

    public void WriteLosses(LossHistory history, MeasureHistory measures)
    {
        WriteLossTable(history);
        Write("losses.png", RunPlot.Draw(history, measures));
    }

    public void WriteLossTable(LossHistory history) => Write(LossTable, history.ToCsv());

    /// <summary>What an earlier part of the run wrote there, up to a step.</summary>
    public void ReadLossTable(LossHistory history, long upToStep)
    {
        string table = Path.Combine(path, LossTable);
        history.Restore(File.Exists(table) ? File.ReadAllText(table) : string.Empty, upToStep);
    }

    public void WriteMeasures(MeasureHistory measures) => Write(MeasureTable, measures.ToCsv());

    public void ReadMeasures(MeasureHistory measures, long upToStep)
    {
        string table = Path.Combine(path, MeasureTable);
        measures.Restore(File.Exists(table) ? File.ReadAllText(table) : string.Empty, upToStep);
    }

    /// <summary>Those of an earlier run, which a new one does not go on with.</summary>
    public void DeleteMeasures() => File.Delete(Path.Combine(path, MeasureTable));

    public void WriteIdentity(RunIdentity identity) => Write(Identity, identity.ToJson());

    /// <summary>Of the run that lies there; null where there is none.</summary>
    public RunIdentity? ReadIdentity()
    {
        string file = Path.Combine(path, Identity);
        return File.Exists(file) ? RunIdentity.FromJson(File.ReadAllBytes(file)) : null;
    }

    private void Write(string name, byte[] content) => AtomicFile.Write(Path.Combine(path, name), content);
}
