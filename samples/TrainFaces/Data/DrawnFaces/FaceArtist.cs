using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>
/// Draws a face from its traits. The coordinates are in the unit square, so that a face looks the same at every size.
/// </summary>
internal static class FaceArtist
{
    /// <summary>Draws face number <paramref name="index"/> of <paramref name="seed"/>, with a width and height of <paramref name="size"/> pixels.</summary>
    public static SKBitmap Draw(long seed, long index, int size) =>
        Draw(FaceTraits.Draw(new SeededRandom(seed, SeedStream.Faces, index)), size);

    /// <summary>Draws a face with given traits.</summary>
    public static SKBitmap Draw(FaceTraits face, int size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Scale(size);

        Background.Paint(canvas, face);
        using (new SKAutoCanvasRestore(canvas))
        {
            canvas.RotateDegrees(face.Tilt, face.Center.X, face.Center.Y + (0.6f * face.HalfHeight));
            Hair.PaintBehindHead(canvas, face);
        }

        Background.PaintShoulders(canvas, face);
        canvas.RotateDegrees(face.Tilt, face.Center.X, face.Center.Y + (0.6f * face.HalfHeight));
        Head.Paint(canvas, face);
        Features.PaintFacialHair(canvas, face);
        Features.Paint(canvas, face);
        Hair.PaintOverHead(canvas, face);
        Features.PaintGlasses(canvas, face);
        return bitmap;
    }
}
