using SkiaSharp;

namespace TrainFaces.Reports;

/// <summary>Selects the sample grids that a report shows, and compresses them, so that the report stays small in a long run.</summary>
/// <param name="read">Reads the PNG file of an epoch's grid; null if there is none.</param>
internal sealed class ReportPictures(Func<int, byte[]?> read)
{
    /// <summary>The maximum number of grids.</summary>
    public const int MaxCount = 50;

    /// <summary>The maximum size of a grid in bytes.</summary>
    public const int MaxBytes = 160 * 1024;

    private const int MaxSide = 2048;
    private const int Quality = 85;

    // Keeps the compressed grids of the last report. Otherwise each epoch would compress all grids again.
    private Dictionary<int, ReportPicture> kept = [];

    /// <summary>The epochs to show: the first and the last, and those between them in equal distances.</summary>
    /// <param name="last">The last epoch. 0 is the state before the training.</param>
    public static IReadOnlyList<int> Select(int last)
    {
        // The distances are powers of 2: with one more epoch, the selection stays the same, or every second one is left out.
        int distance = 1;
        while ((last / distance) + 2 > MaxCount)
        {
            distance *= 2;
        }

        return [.. Enumerable.Range(0, (last / distance) + 1).Select(index => index * distance).Append(last).Distinct()];
    }

    /// <summary>The grids up to an epoch. Leaves out grids whose files are missing or damaged.</summary>
    /// <param name="last">The last epoch, whose file has changed since an earlier call.</param>
    public IReadOnlyList<ReportPicture> UpTo(int last)
    {
        var pictures = Select(last).Select(epoch => kept.TryGetValue(epoch, out var known) && epoch != last ? known : Read(epoch)).OfType<ReportPicture>().ToList();
        kept = pictures.ToDictionary(picture => picture.Epoch);
        return pictures;
    }

    private ReportPicture? Read(int epoch)
    {
        if (read(epoch) is not { } png)
        {
            return null;
        }

        // Decode throws if the header is damaged, and returns null if the rest is.
        using var bitmap = SKBitmap.DecodeBounds(png).IsEmpty ? null : SKBitmap.Decode(png);
        return bitmap is null ? null
            : png.Length <= MaxBytes ? new ReportPicture(epoch, "image/png", png, bitmap.Width, bitmap.Height)
            : Compress(epoch, bitmap);
    }

    private static ReportPicture Compress(int epoch, SKBitmap bitmap)
    {
        double scale = Math.Min(1, (double)MaxSide / Math.Max(bitmap.Width, bitmap.Height));
        while (true)
        {
            int width = Math.Max(1, (int)(scale * bitmap.Width)), height = Math.Max(1, (int)(scale * bitmap.Height));
            using var smaller = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
            bitmap.ScalePixels(smaller, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            using var webp = smaller.Encode(SKEncodedImageFormat.Webp, Quality);
            if (webp.Size <= MaxBytes)
            {
                return new ReportPicture(epoch, "image/webp", webp.ToArray(), bitmap.Width, bitmap.Height);
            }

            scale *= 0.7;
        }
    }
}
