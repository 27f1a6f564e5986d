using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace FaceService.Pictures;

/// <summary>Encodes PNG files. The same pixels give the same bytes, because the files contain no metadata such as a creation time.</summary>
internal static class PngPicture
{
    public static ReadOnlyMemory<byte> Write(Canvas canvas, CancellationToken cancel)
    {
        using Image image = canvas.Channels == 1
            ? Image.WrapMemory<L8>(SingleThread.Configuration, canvas.Pixels.AsMemory(), canvas.Width, canvas.Height)
            : Image.WrapMemory<Rgb24>(SingleThread.Configuration, canvas.Pixels.AsMemory(), canvas.Width, canvas.Height);
        using var file = new CancellableBuffer(cancel);
        image.SaveAsPng(file, new PngEncoder
        {
            ColorType = canvas.Channels == 1 ? PngColorType.Grayscale : PngColorType.Rgb,
            BitDepth = PngBitDepth.Bit8,
            IgnoreMetadata = true,
        });
        return file.Content;
    }
}
