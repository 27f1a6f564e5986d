using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Draws hair in two layers: one behind the head and one over the forehead.</summary>
internal static class Hair
{
    public static void PaintBehindHead(SKCanvas canvas, FaceTraits face)
    {
        var (x, y, w, h) = (face.Center.X, face.Center.Y, face.HalfWidth, face.HalfHeight);
        using var paint = Brush.Fill(FacePalette.Darker(face.HairColor, 0.25f));
        switch (face.Hair)
        {
            case HairStyle.Long:
                canvas.DrawRoundRect(new SKRect(x - (1.28f * w), y - (1.12f * h), x + (1.28f * w), y + (1.5f * h)), 1.1f * w, 0.8f * h, paint);
                break;
            case HairStyle.Bob:
                canvas.DrawRoundRect(new SKRect(x - (1.26f * w), y - (1.1f * h), x + (1.26f * w), y + (0.72f * h)), 0.9f * w, 0.7f * h, paint);
                break;
            case HairStyle.Bun:
                canvas.DrawCircle(x, y - (1.12f * h), 0.5f * w, paint);
                break;
            case HairStyle.Curly:
                PaintCurls(canvas, face, paint);
                break;
        }
    }

    public static void PaintOverHead(SKCanvas canvas, FaceTraits face)
    {
        if (face.Hair == HairStyle.None)
        {
            return;
        }

        var (x, y, w, h) = (face.Center.X, face.Center.Y, face.HalfWidth, face.HalfHeight);
        using var cap = Cap(face);
        using var forehead = Forehead(face);
        using var paint = Brush.Gradient(
            new SKPoint(x + (0.8f * w * MathF.Sign(face.Light)), y - (1.1f * h)),
            new SKPoint(x, y),
            FacePalette.Lighter(face.HairColor, 0.16f),
            FacePalette.Darker(face.HairColor, 0.12f));
        using (new SKAutoCanvasRestore(canvas))
        {
            canvas.ClipPath(forehead, SKClipOperation.Difference, antialias: true);
            canvas.DrawPath(cap, paint);
        }
    }

    // The outline of the hair around the skull, down to the ears or below.
    private static SKPath Cap(FaceTraits face)
    {
        var (x, y, w, h) = (face.Center.X, face.Center.Y, face.HalfWidth, face.HalfHeight);
        var (wide, high, down) = face.Hair switch
        {
            HairStyle.Cropped => (1.02f, 1.04f, -0.02f),
            HairStyle.Curly => (1.12f, 1.14f, 0.05f),
            HairStyle.Bob => (1.2f, 1.12f, 0.55f),
            HairStyle.Long => (1.2f, 1.12f, 0.8f),
            HairStyle.Bun => (1.04f, 1.06f, 0.02f),
            _ => (1.08f, 1.13f, 0.02f),
        };
        var path = new SKPath();
        path.MoveTo(x - (wide * w), y + (down * h));
        path.LineTo(x - (wide * w), y - (0.1f * h));
        path.CubicTo(x - (1.08f * wide * w), y - (1.36f * high * h), x + (1.08f * wide * w), y - (1.36f * high * h), x + (wide * w), y - (0.1f * h));
        path.LineTo(x + (wide * w), y + (down * h));
        path.Close();
        return path;
    }

    // The part of the face that the hair does not cover.
    private static SKPath Forehead(FaceTraits face)
    {
        var (x, y, w, h) = (face.Center.X + (0.03f * face.Turn), face.Center.Y, face.HalfWidth, face.HalfHeight);
        float line = face.Hair == HairStyle.Bangs ? y - (0.34f * h) : y - (0.58f * h);
        float side = face.Turn < 0 ? -1f : 1f;
        var path = new SKPath();
        path.MoveTo(x - (0.9f * w), y + (1.4f * h));
        switch (face.Hair)
        {
            case HairStyle.Bangs:
                path.LineTo(x - (0.88f * w), line + (0.06f * h));
                path.QuadTo(x, line - (0.06f * h), x + (0.88f * w), line + (0.06f * h));
                break;
            case HairStyle.SidePart:
                path.LineTo(x - (0.88f * w), y - (0.3f * h));
                path.QuadTo(x - (0.4f * side * w) - (0.3f * w), line - (0.2f * h), x - (0.45f * side * w), line - (0.26f * h));
                path.QuadTo(x + (0.5f * side * w), line - (0.05f * h), x + (0.88f * w), y - (0.3f * h));
                break;
            default:
                path.LineTo(x - (0.88f * w), y - (0.25f * h));
                path.CubicTo(x - (0.8f * w), line - (0.14f * h), x + (0.8f * w), line - (0.14f * h), x + (0.88f * w), y - (0.25f * h));
                break;
        }

        path.LineTo(x + (0.9f * w), y + (1.4f * h));
        path.Close();
        return path;
    }

    private static void PaintCurls(SKCanvas canvas, FaceTraits face, SKPaint paint)
    {
        const int Curls = 11;
        for (int curl = 0; curl < Curls; curl++)
        {
            float angle = MathF.PI * (-0.12f + (1.24f * curl / (Curls - 1)));
            canvas.DrawCircle(
                face.Center.X + (1.08f * face.HalfWidth * MathF.Cos(angle)),
                face.Center.Y - (0.12f * face.HalfHeight) - (0.95f * face.HalfHeight * MathF.Sin(angle)),
                0.33f * face.HalfWidth,
                paint);
        }
    }
}
