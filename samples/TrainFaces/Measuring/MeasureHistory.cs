using System.Globalization;
using System.Text;

namespace TrainFaces.Measuring;

/// <summary>What was measured since the start of the run.</summary>
internal sealed class MeasureHistory
{
    private const int FirstMeasure = 3;

    private static readonly string Head = string.Join(',', Measure.All.Select(measure => measure.Column).Prepend("step,epoch,images"));

    private readonly List<MeasuredEpoch> rows = [];

    public IReadOnlyList<MeasuredEpoch> Rows => rows;

    public bool Holds(long step) => rows.Exists(row => row.Step == step);

    public void Add(MeasuredEpoch row) => rows.Add(row);

    /// <summary>One line a measurement, as a spreadsheet reads it.</summary>
    public byte[] ToCsv()
    {
        var csv = new StringBuilder(Head + "\n");
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

    /// <summary>Takes over what an earlier part of the run wrote, up to a step. What is no line of numbers is left out.</summary>
    public void Restore(string csv, long upToStep)
    {
        rows.Clear();
        foreach (string line in csv.Split('\n'))
        {
            if (Row(line.Split(',')) is { } row && row.Step <= upToStep)
            {
                rows.Add(row);
            }
        }
    }

    private static MeasuredEpoch? Row(string[] cells)
    {
        double[] values = new double[Math.Max(0, cells.Length - FirstMeasure)];
        return values.Length == Measure.All.Count
            && long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int images)
            && Enumerable.Range(0, values.Length).All(
                place => double.TryParse(cells[FirstMeasure + place], NumberStyles.Float, CultureInfo.InvariantCulture, out values[place]))
            ? new MeasuredEpoch(step, epoch, images, values)
            : null;
    }
}
