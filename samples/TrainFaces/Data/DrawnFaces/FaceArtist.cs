using Dcgan.Images;
using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>
/// Draws a face from its traits. The coordinates are in the unit square, so that a face looks the same at every size.
/// </summary>
internal static class FaceArtist
{
    /// <summary>
    /// Draws face number <paramref name="index"/> of <paramref name="seed"/>, in the size of <paramref name="format"/>. The square in which
    /// the face is drawn covers the picture.
    /// </summary>
    public static SKBitmap Draw(long seed, long index, ImageFormat format) =>
        Draw(FaceTraits.Draw(new SeededRandom(seed, SeedStream.Faces, index)), format.Height, format.Width);

    /// <summary>Draws a face with given traits.</summary>
    public static SKBitmap Draw(FaceTraits face, int height, int width)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        int size = Math.Max(height, width);
        canvas.Translate((width - size) / 2f, (height - size) / 2f);
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
        Lens.Soften(bitmap);
        return bitmap;
    }
}
