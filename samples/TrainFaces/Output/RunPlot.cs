using ScottPlot;
using SkiaSharp;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>Draws losses.png: the losses of a run and, with evaluation, the measures below them.</summary>
internal static class RunPlot
{
    private const int Width = 960;
    private const int LossHeight = 540;
    private const int MeasureHeight = 400;

    // The same in both plots, so that their step axes are aligned.
    private const int Margin = 80;

    /// <summary>Whether fonts are installed. Without fonts the plot has lines but no labels.</summary>
    public static bool CanLabel => SKTypeface.Default.ContainsGlyph('0');

    /// <summary>Draws the plot as a PNG file.</summary>
    public static byte[] Draw(LossHistory history, MeasureHistory measures)
    {
        using var losses = LossPlot.Create(history);
        if (measures.Rows.Count == 0)
        {
            return losses.GetImageBytes(Width, LossHeight, ImageFormat.Png);
        }

        using var measurePlot = MeasurePlot.Create(measures);
        double last = Math.Max(measures.Rows[^1].Step, history.Steps.Select(row => row.Step.Number).LastOrDefault());
        foreach (var plot in new[] { losses, measurePlot })
        {
            plot.Axes.SetLimitsX(0, 1.01 * last);
        }

        losses.Layout.Fixed(new PixelPadding(Margin, Margin, 60, 45));
        measurePlot.Layout.Fixed(new PixelPadding(Margin, Margin, 60, 45));
        return Stack(losses.GetImageBytes(Width, LossHeight, ImageFormat.Png), measurePlot.GetImageBytes(Width, MeasureHeight, ImageFormat.Png));
    }

    private static byte[] Stack(byte[] upper, byte[] lower)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, LossHeight + MeasureHeight));
        using var losses = SKImage.FromEncodedData(upper);
        using var measures = SKImage.FromEncodedData(lower);
        surface.Canvas.DrawImage(losses, 0, 0);
        surface.Canvas.DrawImage(measures, 0, LossHeight);
        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
