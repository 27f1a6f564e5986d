using System.Globalization;
using System.Text;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>The evaluation results since the start of the run.</summary>
internal sealed class MeasureHistory
{
    private const int FirstMeasureColumn = 3;

    private static readonly string Header = string.Join(',', Measure.All.Select(measure => measure.Column).Prepend("step,epoch,images"));

    private readonly List<MeasuredEpoch> rows = [];

    /// <summary>One row per evaluation.</summary>
    public IReadOnlyList<MeasuredEpoch> Rows => rows;

    /// <summary>Whether there are results for a step.</summary>
    public bool Contains(long step) => rows.Exists(row => row.Step == step);

    public void Add(MeasuredEpoch row) => rows.Add(row);

    /// <summary>CSV with one line per evaluation.</summary>
    public byte[] ToCsv()
    {
        var csv = new StringBuilder(Header + "\n");
        foreach (var row in rows)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row.Step},{row.Epoch},{row.Images}");
            foreach (double value in row.Values)
            {
                csv.Append(CultureInfo.InvariantCulture, $",{value:G6}");
            }

            csv.Append('\n');
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>Replaces the rows with the rows of an earlier part of the run, read from CSV, up to the given step.</summary>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="csv">The content of the file.</param>
    /// <param name="upToStep">The step of the checkpoint.</param>
    /// <exception cref="SampleException">A line is not valid.</exception>
    public void Restore(string path, string csv, long upToStep)
    {
        List<MeasuredEpoch> read = CsvTable.Read(path, csv, Header, upToStep, Parse);
        rows.Clear();
        rows.AddRange(read);
    }

    private static (long Step, MeasuredEpoch Row)? Parse(string[] cells)
    {
        double[] values = new double[Measure.All.Count];
        return long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int images)
            && Enumerable.Range(0, values.Length).All(
                index => double.TryParse(cells[FirstMeasureColumn + index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[index]))
            ? (step, new MeasuredEpoch(step, epoch, images, values))
            : null;
    }
}
