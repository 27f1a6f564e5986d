using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace Dcgan.Images.Pixels;

/// <summary>
/// Decodes image files to a network's image format: applies the EXIF orientation, crops, resizes, and converts the channels.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Maximum number of pixels, 134 million: they need 512 MiB when they are decoded.</summary>
    public const long MaxPixels = 1L << 27;

    /// <summary>Why a file without an image cannot be decoded.</summary>
    public const string NotAnImage = "it is not a complete JPEG, PNG, WebP or BMP image";

    // Images above this size, 128 MiB, are decoded one at a time.
    private const long LargePixels = 1L << 25;

    private static readonly Lock LargeImage = new();

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="format">The format to convert to.</param>
    /// <param name="pixels">Receives <see cref="ImageFormat.Bytes"/> bytes.</param>
    /// <param name="problem">Why the file cannot be decoded, to be read after "because".</param>
    /// <returns>Whether the file was decoded.</returns>
    public static bool TryDecode(byte[] file, ImageFormat format, Span<byte> pixels, [NotNullWhen(false)] out string? problem)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        problem = codec is null ? NotAnImage
            : (long)codec.Info.Width * codec.Info.Height > MaxPixels
                ? FormattableString.Invariant($"it has {codec.Info.Width}x{codec.Info.Height} pixels, more than the {MaxPixels} that are decoded")
            : Decode(codec, Origin(codec, file), format, pixels);
        return problem is null;
    }

    /// <summary>The width or height of a file's image in pixels, whichever is smaller; null if it is not an image.</summary>
    public static int? ShortSide(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        return codec is null ? null : Math.Min(codec.Info.Width, codec.Info.Height);
    }

    private static string? Decode(SKCodec codec, SKEncodedOrigin origin, ImageFormat format, Span<byte> pixels)
    {
        // JPEG files can be decoded at a lower resolution, which is faster than decoding all pixels and shrinking the image later.
        // The longer target side keeps twice its pixels whichever way the image lies.
        int shortSide = Math.Min(codec.Info.Width, codec.Info.Height);
        var scaled = codec.GetScaledDimensions(Math.Min(1f, 2f * Math.Max(format.Height, format.Width) / shortSide));
        var info = new SKImageInfo(scaled.Width, scaled.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        if (info.BytesSize64 <= 4 * LargePixels)
        {
            return Decode(codec, info, origin, format, pixels);
        }

        lock (LargeImage)
        {
            return Decode(codec, info, origin, format, pixels);
        }
    }

    private static string? Decode(SKCodec codec, SKImageInfo info, SKEncodedOrigin origin, ImageFormat format, Span<byte> pixels)
    {
        using var decoded = new SKBitmap();
        if (!decoded.TryAllocPixels(info))
        {
            return FormattableString.Invariant($"there is not enough memory for its {info.Width}x{info.Height} pixels");
        }

        if (codec.GetPixels(info, decoded.GetPixels()) != SKCodecResult.Success)
        {
            return NotAnImage;
        }

        decoded.SetImmutable();
        using var image = SKImage.FromBitmap(decoded);
        using SKBitmap crop = CenterCrop.Draw(image, origin, format);
        PixelBytes.Copy(crop, format, pixels);
        return null;
    }

    private static SKEncodedOrigin Origin(SKCodec codec, byte[] file) =>
        codec.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(file) : codec.EncodedOrigin;
}
