using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Draws the wall behind a face, and the neck and shoulders.</summary>
internal static class Background
{
    public static void Paint(SKCanvas canvas, FaceTraits face)
    {
        using var wall = Brush.Gradient(
            new SKPoint(0.5f + (0.4f * face.Light), 0f), new SKPoint(0.5f - (0.4f * face.Light), 1f), face.WallAbove, face.WallBelow);
        canvas.DrawRect(0, 0, 1, 1, wall);
    }

    public static void PaintShoulders(SKCanvas canvas, FaceTraits face)
    {
        float chin = face.Center.Y + face.HalfHeight;
        using var cloth = Brush.Gradient(new SKPoint(0, chin), new SKPoint(0, 1.05f), face.Cloth, FacePalette.Darker(face.Cloth, 0.3f));
        canvas.DrawOval(0.5f, chin + 0.25f, 0.46f, 0.26f, cloth);

        using var neck = Brush.Fill(FacePalette.Darker(face.Skin, 0.22f));
        float half = 0.42f * face.HalfWidth;
        canvas.DrawRoundRect(face.Center.X - half, chin - 0.16f, 2 * half, 0.24f, half, 0.08f, neck);
    }
}
