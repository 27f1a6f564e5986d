using ScottPlot;

namespace TrainFaces.Output;

/// <summary>Plots both losses over the steps: each value as a faint line, and a moving average as a bold line.</summary>
internal static class LossPlot
{
    /// <summary>Creates the plot. The caller renders and disposes it.</summary>
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
        var average = plot.Add.ScatterLine(steps, Smooth(values), color);
        average.LineWidth = 2.2f;
        average.LegendText = name;
    }

    /// <summary>The end of the axis of losses. Excludes the highest 0.2% of the values: a single outlier would compress the rest of the plot.</summary>
    public static double Ceiling(params double[][] curves)
    {
        double[] sorted = curves.SelectMany(curve => curve).Order().ToArray();
        return sorted.Length == 0 ? 1 : Math.Max(0.1, sorted[(int)(0.998 * (sorted.Length - 1))]);
    }

    /// <summary>An exponential moving average with bias correction. Without the correction the first values would have too much weight.</summary>
    public static double[] Smooth(double[] values)
    {
        int window = Math.Clamp(values.Length / 25, 1, 50);
        double decay = 1 - (1.0 / window);
        var (sum, weight) = (0.0, 0.0);
        double[] smooth = new double[values.Length];
        for (int step = 0; step < values.Length; step++)
        {
            sum = (decay * sum) + values[step];
            weight = (decay * weight) + 1;
            smooth[step] = sum / weight;
        }

        return smooth;
    }
}
