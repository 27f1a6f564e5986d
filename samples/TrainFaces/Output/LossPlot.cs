using ScottPlot;

namespace TrainFaces.Output;

/// <summary>Both losses against the step: each step's value faintly, the course of them clearly.</summary>
internal static class LossPlot
{
    /// <summary>A plot to be rendered, and disposed, by the caller.</summary>
    public static Plot Create(LossHistory history)
    {
        double[] steps = history.Steps.Select(row => (double)row.Step.Number).ToArray();
        double[] generator = history.Steps.Select(row => row.Step.GeneratorLoss).ToArray();
        double[] discriminator = history.Steps.Select(row => row.Step.DiscriminatorLoss).ToArray();

        var plot = new Plot();
        Add(plot, steps, generator, "generator", Color.FromHex("#D9622B"));
        Add(plot, steps, discriminator, "discriminator", Color.FromHex("#2B6CB0"));
        plot.Title("Losses");
        plot.XLabel("step");
        plot.YLabel("cross-entropy (nats)");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.Margins(left: 0, right: 0.01);
        plot.Axes.SetLimitsY(0, 1.05 * Ceiling(generator, discriminator));
        return plot;
    }

    private static void Add(Plot plot, double[] steps, double[] values, string name, Color color)
    {
        var each = plot.Add.ScatterLine(steps, values, color.WithAlpha(0.22));
        each.LineWidth = 1;
        var course = plot.Add.ScatterLine(steps, Smooth(values), color);
        course.LineWidth = 2.2f;
        course.LegendText = name;
    }

    // The highest of a thousand is left out: one wild step would press all others flat against the axis.
    private static double Ceiling(params double[][] curves)
    {
        double[] sorted = curves.SelectMany(curve => curve).Order().ToArray();
        return sorted.Length == 0 ? 1 : Math.Max(0.1, sorted[(int)(0.998 * (sorted.Length - 1))]);
    }

    private static double[] Smooth(double[] values)
    {
        // A mean that forgets, corrected for its start: without it the first values would count for more than their share.
        int memory = Math.Clamp(values.Length / 25, 1, 50);
        double keep = 1 - (1.0 / memory);
        var (sum, weight) = (0.0, 0.0);
        double[] smooth = new double[values.Length];
        for (int step = 0; step < values.Length; step++)
        {
            sum = (keep * sum) + values[step];
            weight = (keep * weight) + 1;
            smooth[step] = sum / weight;
        }

        return smooth;
    }
}
