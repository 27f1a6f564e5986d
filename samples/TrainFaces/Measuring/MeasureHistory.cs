using System.Globalization;
using System.Text;

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

    /// <summary>
    /// Replaces the rows with the rows of an earlier part of the run, read from CSV, up to the given step. Skips invalid
    /// lines.
    /// </summary>
    public void Restore(string csv, long upToStep)
    {
        rows.Clear();
        foreach (string line in csv.Split('\n'))
        {
            if (ParseRow(line.Split(',')) is { } row && row.Step <= upToStep)
            {
                rows.Add(row);
            }
        }
    }

    private static MeasuredEpoch? ParseRow(string[] cells)
    {
        double[] values = new double[Math.Max(0, cells.Length - FirstMeasureColumn)];
        return values.Length == Measure.All.Count
            && long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int images)
            && Enumerable.Range(0, values.Length).All(
                index => double.TryParse(cells[FirstMeasureColumn + index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[index]))
            ? new MeasuredEpoch(step, epoch, images, values)
            : null;
    }
}
