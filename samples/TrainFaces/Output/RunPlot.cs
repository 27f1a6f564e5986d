using ScottPlot;
using SkiaSharp;
using TrainFaces.Measuring;

namespace TrainFaces.Output;

/// <summary>The course of a run as a picture: its losses and, where it was measured, the measures under them.</summary>
internal static class RunPlot
{
    private const int Width = 960;
    private const int LossHeight = 540;
    private const int MeasureHeight = 400;

    // The same at both, so that a step is at the same place in either.
    private const int Margin = 80;

    /// <summary>False on a machine without fonts, where the plot has lines but no words and numbers.</summary>
    public static bool CanLabel => SKTypeface.Default.ContainsGlyph('0');

    /// <summary>A PNG.</summary>
    public static byte[] Draw(LossHistory history, MeasureHistory measures)
    {
        using var losses = LossPlot.Create(history);
        if (measures.Rows.Count == 0)
        {
            return losses.GetImageBytes(Width, LossHeight, ImageFormat.Png);
        }

        using var course = MeasurePlot.Create(measures);
        double last = Math.Max(measures.Rows[^1].Step, history.Steps.Select(row => row.Step.Number).LastOrDefault());
        foreach (var plot in new[] { losses, course })
        {
            plot.Axes.SetLimitsX(0, 1.01 * last);
        }

        losses.Layout.Fixed(new PixelPadding(Margin, Margin, 60, 45));
        course.Layout.Fixed(new PixelPadding(Margin, Margin, 60, 45));
        return Below(losses.GetImageBytes(Width, LossHeight, ImageFormat.Png), course.GetImageBytes(Width, MeasureHeight, ImageFormat.Png));
    }

    private static byte[] Below(byte[] upper, byte[] lower)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, LossHeight + MeasureHeight));
        using var losses = SKImage.FromEncodedData(upper);
        using var course = SKImage.FromEncodedData(lower);
        surface.Canvas.DrawImage(losses, 0, 0);
        surface.Canvas.DrawImage(course, 0, LossHeight);
        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
