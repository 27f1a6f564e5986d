using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Draws a mouth, from sad to happy, closed or open.</summary>
internal static class Mouth
{
    public static SKPoint Center(FaceTraits face) =>
        new(face.Center.X + (0.045f * face.Turn), face.Center.Y + (0.56f * face.HalfHeight));

    public static void Paint(SKCanvas canvas, FaceTraits face)
    {
        var (x, y) = (Center(face).X, Center(face).Y);
        var (left, right) = (x - face.MouthWidth, x + face.MouthWidth);
        float bend = 0.075f * face.Smile;
        float corner = y - (0.5f * bend);
        if (face.MouthOpening <= 0f)
        {
            using var line = new SKPath();
            line.MoveTo(left, corner);
            line.QuadTo(x, corner + (2f * bend), right, corner);
            using var lips = Brush.Stroke(face.Lips, 0.034f);
            using var gap = Brush.Stroke(FacePalette.Darker(face.Lips, 0.5f), 0.011f);
            canvas.DrawPath(line, lips);
            canvas.DrawPath(line, gap);
            return;
        }

        float drop = 0.03f + (0.1f * face.MouthOpening);
        using var open = new SKPath();
        open.MoveTo(left, corner);
        open.QuadTo(x, corner + bend - 0.012f, right, corner);
        open.QuadTo(x, corner + bend + (1.4f * drop), left, corner);
        open.Close();
        using var inside = Brush.Fill(FacePalette.Rgb(0x4A1218));
        using var rim = Brush.Stroke(face.Lips, 0.022f);
        using var teeth = Brush.Fill(FacePalette.Rgb(0xF8F5EF));
        canvas.DrawPath(open, inside);
        using (new SKAutoCanvasRestore(canvas))
        {
            canvas.ClipPath(open, antialias: true);
            canvas.DrawRect(left, corner - 0.02f, right - left, 0.02f + (0.5f * bend) + (0.36f * drop), teeth);
        }

        canvas.DrawPath(open, rim);
    }
}
