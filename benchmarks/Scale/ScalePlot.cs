using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Dcgan.Benchmarks;

/// <summary>Draws the chart of the sweep.</summary>
internal static class ScalePlot
{
    private const int Width = 1100;
    private const int Height = 440;

    /// <summary>Writes the panels side by side. Warns if no font is installed, because the chart then has no text.</summary>
    internal static void Save(FileInfo file, params ScalePanel[] panels)
    {
        if (!SKTypeface.Default.ContainsGlyph('0'))
        {
            Console.Error.WriteLine("No font was found, so the chart has no text. On Debian, run: apt-get install fonts-dejavu-core.");
        }

        var picture = new Multiplot();
        picture.AddPlots(panels.Length);
        picture.Layout = new ScottPlot.MultiplotLayouts.Columns();
        for (int index = 0; index < panels.Length; index++)
        {
            Draw(panels[index], picture.GetPlot(index));
        }

        file.Directory?.Create();
        picture.SavePng(file.FullName, Width, Height);
        Console.Error.WriteLine($"Wrote the chart to {file}.");
    }

    private static void Draw(ScalePanel panel, Plot plot)
    {
        double[] places = [.. panel.Places];
        double[] positions = [.. places.Select(Math.Log2)];
        foreach (ScaleLine line in panel.Lines)
        {
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(positions, line.Values);
            scatter.LegendText = line.Name;
            scatter.LineWidth = 2;
            scatter.MarkerSize = 8;
        }

        plot.Axes.Bottom.SetTicks(positions, [.. places.Select(place => place.ToString(CultureInfo.InvariantCulture))]);
        plot.XLabel(panel.Across);
        plot.YLabel(panel.Up);

        // The axis starts at zero, so that twice the height means twice the speed.
        plot.Axes.SetLimitsY(0, panel.Lines.SelectMany(line => line.Values).Where(double.IsFinite).DefaultIfEmpty(1).Max() * 1.1);
        plot.ShowLegend(Alignment.LowerRight);
    }
}
