using Dcgan.Core;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces.Reports;

/// <summary>The charts of a report: losses, probabilities, and with evaluation the measures.</summary>
internal static class ReportCharts
{
    /// <summary>Draws the charts as HTML.</summary>
    public static string Draw(LossHistory losses, MeasureHistory measures)
    {
        double last = Math.Max(
            losses.Steps.Select(row => row.Step.Number).LastOrDefault(), measures.Rows.Select(row => row.Step).LastOrDefault());
        double ceiling = LossPlot.Ceiling(
            [.. losses.Steps.Select(row => row.Step.GeneratorLoss)], [.. losses.Steps.Select(row => row.Step.DiscriminatorLoss)]);
        string charts = new Chart(
            "Losses",
            "cross-entropy (nats)",
            [Smoothed("generator", losses, step => step.GeneratorLoss), Smoothed("discriminator", losses, step => step.DiscriminatorLoss)])
            .Draw(last, 1.05 * ceiling);
        charts += new Chart(
            "Mean probability of \"real\", D(x) and D(G(z))",
            "probability",
            [Smoothed("real images", losses, step => step.RealProbability), Smoothed("generated images", losses, step => step.GeneratedProbability)])
            .Draw(last, 1);
        if (measures.Rows.Count == 0)
        {
            return charts;
        }

        var distance = Measured(Measure.FrechetOfVariance, measures);
        double highest = distance.Points.Select(point => point.Y).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        charts += new Chart("Fréchet distance / real variance (lower is better)", "ratio", [distance]).Draw(last, 1.05 * highest);
        return charts + new Chart(
            "Precision, recall and coverage (higher is better)",
            "fraction of images",
            [Measured(Measure.Precision, measures), Measured(Measure.Recall, measures), Measured(Measure.Coverage, measures)])
            .Draw(last, 1);
    }

    private static ChartLine Smoothed(string name, LossHistory losses, Func<DcganStep, double> select)
    {
        double[] values = [.. losses.Steps.Select(row => select(row.Step))];
        long[] steps = [.. losses.Steps.Select(row => row.Step.Number)];
        return new ChartLine(name, Points(steps, values), Points(steps, LossPlot.Smooth(values)));
    }

    private static ChartLine Measured(Measure measure, MeasureHistory measures) =>
        new(measure.Name, [.. measures.Rows.Select(row => ((double)row.Step, row[measure]))]);

    private static (double X, double Y)[] Points(long[] steps, double[] values) => [.. steps.Zip(values, (step, value) => ((double)step, value))];
}
