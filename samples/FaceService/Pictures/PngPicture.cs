using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace FaceService.Pictures;

/// <summary>PNG files of pixels: the same bytes for the same pixels, with no time and no maker in them.</summary>
internal static class PngPicture
{
    public static byte[] Write(Canvas canvas, CancellationToken cancel)
    {
        using Image image = canvas.Channels == 1
            ? Image.LoadPixelData<L8>(OneThread.Configuration, canvas.Pixels, canvas.Width, canvas.Height)
            : Image.LoadPixelData<Rgb24>(OneThread.Configuration, canvas.Pixels, canvas.Width, canvas.Height);
        using var file = new CancellableBuffer(cancel);
        image.SaveAsPng(file, new PngEncoder
        {
            ColorType = canvas.Channels == 1 ? PngColorType.Grayscale : PngColorType.Rgb,
            BitDepth = PngBitDepth.Bit8,
            IgnoreMetadata = true,
        });
        return file.ToArray();
    }
}
