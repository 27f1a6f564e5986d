using ScottPlot;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>
/// How near the generator's images come to real ones, against the step: the Fréchet distance by the axis on the left, coverage
/// by the one on the right.
/// </summary>
internal static class MeasurePlot
{
    /// <summary>A plot to be rendered, and disposed, by the caller.</summary>
    public static Plot Create(MeasureHistory measures)
    {
        double[] steps = measures.Rows.Select(row => (double)row.Step).ToArray();
        double[] distance = measures.Rows.Select(row => row[Measure.FrechetOfVariance]).ToArray();
        double[] coverage = measures.Rows.Select(row => row[Measure.Coverage]).ToArray();

        var plot = new Plot();
        Add(plot, steps, distance, "Fréchet distance, of the variance", Color.FromHex("#7A4FA3"), plot.Axes.Left);
        Add(plot, steps, coverage, "coverage", Color.FromHex("#2F855A"), plot.Axes.Right);
        plot.Title("Measures: the left is better low, the right is better high");
        plot.XLabel("step");
        plot.Axes.SetLimitsY(0, 1.05 * Highest(distance), plot.Axes.Left);
        plot.Axes.SetLimitsY(0, 1.05, plot.Axes.Right);
        return plot;
    }

    // The axis in the line's colour says which is which, and covers no line, as a legend would.
    private static void Add(Plot plot, double[] steps, double[] values, string name, Color color, IYAxis axis)
    {
        var line = plot.Add.Scatter(steps, values, color);
        line.LineWidth = 2.2f;
        line.MarkerSize = 6;
        line.Axes.YAxis = axis;
        axis.Label.Text = name;
        axis.Label.ForeColor = color;
    }

    private static double Highest(double[] values)
    {
        double highest = values.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        return highest > 0 ? highest : 1;
    }
}
