using SkiaSharp;

namespace TrainFaces.Data.ImageFiles;

/// <summary>Decodes JPEG and PNG files to a network's image format: applies the EXIF orientation, crops to the central square, resizes, and converts to grayscale or RGB.</summary>
internal static class ImageDecoder
{
    /// <summary>Decodes a file. Returns false if the content is not an image or is truncated.</summary>
    public static bool TryDecode(byte[] file, ImageFormat format, Span<byte> pixels)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return false;
        }

        // JPEG files can be decoded at a lower resolution, which is faster than decoding all pixels and shrinking the image later.
        int shortSide = Math.Min(codec.Info.Width, codec.Info.Height);
        var scaled = codec.GetScaledDimensions(Math.Min(1f, 2f * format.Size / shortSide));
        var info = new SKImageInfo(scaled.Width, scaled.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var decoded = new SKBitmap();
        if (!decoded.TryAllocPixels(info) || codec.GetPixels(info, decoded.GetPixels()) != SKCodecResult.Success)
        {
            return false;
        }

        decoded.SetImmutable();
        using var image = SKImage.FromBitmap(decoded);
        using var square = SquareCrop.Draw(image, codec.EncodedOrigin, format.Size);
        PixelBytes.Copy(square, format, pixels);
        return true;
    }
}
