using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>
/// Softens a drawing as the lens of a camera softens a photo: an edge takes three steps. Networks cannot draw the perfect edges of vector
/// graphics, so a discriminator would recognize generated images by their edges.
/// </summary>
internal static class Lens
{
    /// <summary>Averages each pixel with its neighbors, with the weights 1/4, 1/2, 1/4 along both axes. The border is repeated.</summary>
    /// <param name="bitmap">A bitmap with a byte for each channel.</param>
    public static void Soften(SKBitmap bitmap)
    {
        Span<byte> pixels = bitmap.GetPixelSpan();
        int pixel = bitmap.BytesPerPixel;
        int row = bitmap.RowBytes;
        byte[] source = pixels.ToArray();
        Average(source, pixels, bitmap.Width, pixel, bitmap.Height, row, pixel);
        pixels.CopyTo(source);
        Average(source, pixels, bitmap.Height, row, bitmap.Width, pixel, pixel);
        bitmap.NotifyPixelsChanged();
    }

    /// <summary>Averages along one axis.</summary>
    /// <param name="source">The pixels before.</param>
    /// <param name="target">Receives the pixels.</param>
    /// <param name="length">Number of pixels along the axis.</param>
    /// <param name="step">Bytes from one of them to the next.</param>
    /// <param name="lines">Number of lines along the axis.</param>
    /// <param name="lineStep">Bytes from one line to the next.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    private static void Average(ReadOnlySpan<byte> source, Span<byte> target, int length, int step, int lines, int lineStep, int channels)
    {
        for (int line = 0; line < lines; line++)
        {
            for (int index = 0; index < length; index++)
            {
                int place = (line * lineStep) + (index * step);
                int before = index == 0 ? place : place - step;
                int after = index == length - 1 ? place : place + step;
                for (int channel = 0; channel < channels; channel++)
                {
                    target[place + channel] = (byte)((source[before + channel] + (2 * source[place + channel]) + source[after + channel] + 2) / 4);
                }
            }
        }
    }
}
