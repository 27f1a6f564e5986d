using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Creates antialiased paints, which give soft edges to faces of 64x64 pixels.</summary>
internal static class Brush
{
    public static SKPaint Fill(SKColor color) => new() { Color = color, IsAntialias = true };

    public static SKPaint Stroke(SKColor color, float width) => new()
    {
        Color = color,
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = width,
        StrokeCap = SKStrokeCap.Round,
    };

    public static SKPaint Gradient(SKPoint start, SKPoint end, SKColor from, SKColor to)
    {
        using var shader = SKShader.CreateLinearGradient(start, end, [from, to], SKShaderTileMode.Clamp);
        return new SKPaint { Shader = shader, IsAntialias = true };
    }

    /// <summary>A spot that fades from <paramref name="color"/> at the center to transparent at <paramref name="radius"/>.</summary>
    public static SKPaint Spot(SKPoint center, float radius, SKColor color)
    {
        using var shader = SKShader.CreateRadialGradient(
            center, radius, [color, color.WithAlpha(0)], SKShaderTileMode.Clamp);
        return new SKPaint { Shader = shader, IsAntialias = true };
    }
}
