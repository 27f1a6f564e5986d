using ScottPlot;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>
/// Plots the measures over the steps: the Fréchet distance on the left axis and coverage on the right axis.
/// </summary>
internal static class MeasurePlot
{
    /// <summary>Creates the plot. The caller renders and disposes it.</summary>
    public static Plot Create(MeasureHistory measures)
    {
        double[] steps = measures.Rows.Select(row => (double)row.Step).ToArray();
        double[] distance = measures.Rows.Select(row => row[Measure.FrechetOfVariance]).ToArray();
        double[] coverage = measures.Rows.Select(row => row[Measure.Coverage]).ToArray();

        var plot = new Plot();
        Add(plot, steps, distance, "Fréchet distance / real variance", Color.FromHex("#7A4FA3"), plot.Axes.Left);
        Add(plot, steps, coverage, "coverage", Color.FromHex("#2F855A"), plot.Axes.Right);
        plot.Title("Measures (left axis: lower is better, right axis: higher is better)");
        plot.XLabel("step");
        plot.Axes.SetLimitsY(0, 1.05 * Highest(distance), plot.Axes.Left);
        plot.Axes.SetLimitsY(0, 1.05, plot.Axes.Right);
        return plot;
    }

    // The axis labels have the colors of the lines. A legend could cover a line.
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
