using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Draws the shape of the head: ears, shaded skin, and cheeks.</summary>
internal static class Head
{
    public static void Paint(SKCanvas canvas, FaceTraits face)
    {
        PaintEars(canvas, face);

        var (x, y) = (face.Center.X, face.Center.Y);
        float reach = face.HalfWidth * (face.Light < 0 ? -1f : 1f);
        float strength = 0.08f + (0.2f * MathF.Abs(face.Light));
        using var outline = Outline(face);
        using var skin = Brush.Gradient(
            new SKPoint(x + reach, y - face.HalfHeight),
            new SKPoint(x - reach, y + (0.6f * face.HalfHeight)),
            FacePalette.Lighter(face.Skin, 0.35f * strength),
            FacePalette.Darker(face.Skin, strength));
        canvas.DrawPath(outline, skin);

        if (face.Blush > 0.1f)
        {
            byte alpha = (byte)(255 * face.Blush);
            PaintCheek(canvas, face, -1, alpha);
            PaintCheek(canvas, face, 1, alpha);
        }
    }

    /// <summary>Skull and jaw as a closed path. It also clips the beard.</summary>
    public static SKPath Outline(FaceTraits face)
    {
        var (x, y, w, h) = (face.Center.X, face.Center.Y, face.HalfWidth, face.HalfHeight);
        float cheek = w * (0.82f + (0.14f * face.Jaw));
        float chin = w * (0.26f + (0.22f * face.Jaw));
        var path = new SKPath();
        path.MoveTo(x, y - h);
        path.CubicTo(x + (0.6f * w), y - h, x + w, y - (0.62f * h), x + w, y - (0.1f * h));
        path.CubicTo(x + w, y + (0.25f * h), x + cheek, y + (0.55f * h), x + (1.35f * chin), y + (0.86f * h));
        path.CubicTo(x + chin, y + h, x - chin, y + h, x - (1.35f * chin), y + (0.86f * h));
        path.CubicTo(x - cheek, y + (0.55f * h), x - w, y + (0.25f * h), x - w, y - (0.1f * h));
        path.CubicTo(x - w, y - (0.62f * h), x - (0.6f * w), y - h, x, y - h);
        path.Close();
        return path;
    }

    private static void PaintEars(SKCanvas canvas, FaceTraits face)
    {
        using var ear = Brush.Fill(FacePalette.Darker(face.Skin, 0.1f));
        for (int side = -1; side <= 1; side += 2)
        {
            // A turned head shows less of one ear and more of the other.
            float reach = face.HalfWidth - (0.03f * side * face.Turn);
            canvas.DrawOval(face.Center.X + (side * reach), face.Center.Y + 0.02f, 0.042f, 0.072f, ear);
        }
    }

    private static void PaintCheek(SKCanvas canvas, FaceTraits face, int side, byte alpha)
    {
        var spot = new SKPoint(
            face.Center.X + (side * 0.6f * face.HalfWidth) + (0.03f * face.Turn), face.Center.Y + (0.26f * face.HalfHeight));
        var red = FacePalette.Mix(face.Skin, FacePalette.Rgb(0xD04A45), 0.7f);
        using var paint = Brush.Spot(spot, 0.09f, red.WithAlpha(alpha));
        canvas.DrawCircle(spot, 0.09f, paint);
    }
}
