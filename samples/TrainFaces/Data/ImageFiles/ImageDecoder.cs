using SkiaSharp;

namespace TrainFaces.Data.ImageFiles;

/// <summary>From a JPEG's or PNG's bytes to a network's format: upright, the centred square, resized, grey or RGB.</summary>
internal static class ImageDecoder
{
    /// <summary>False if the bytes are no image, or an image that breaks off.</summary>
    public static bool TryDecode(byte[] file, ImageFormat format, Span<byte> pixels)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return false;
        }

        // JPEG can leave out frequencies that the small image would not show, which is faster than dropping pixels later.
        int shorter = Math.Min(codec.Info.Width, codec.Info.Height);
        var scaled = codec.GetScaledDimensions(Math.Min(1f, 2f * format.Size / shorter));
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
