using Dcgan.Core;
using Dcgan.Images.Files;
using Dcgan.Images.Pixels;
using SkiaSharp;
using static TorchSharp.torch;

namespace Dcgan.Images;

/// <summary>Reads and writes image files as tensors.</summary>
public static class ImageFile
{
    private const int JpegQuality = 95;

    // Limits of the formats, in pixels; PNG has none that a picture in memory could reach.
    private const int MaxJpegSide = 65500;
    private const int MaxWebpSide = 16383;

    /// <summary>Reads a JPEG, PNG, WebP or BMP file, converted like the images of <see cref="ImageFolder"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format to convert to.</param>
    /// <returns>[C, H, W] in [-1, 1], float32.</returns>
    /// <exception cref="ArgumentException">The format is out of range.</exception>
    /// <exception cref="InvalidDataException">The file is not a complete image, or too large.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    public static Tensor Load(string path, ImageFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] pixels = new byte[format.Checked(nameof(format)).Bytes];
        if (!ImageDecoder.TryDecode(Bytes(path), format, pixels, out string? problem))
        {
            throw new InvalidDataException($"{path}: cannot be used, because {problem}.");
        }

        using Tensor images = ImagePixels.ToImages(pixels, format.Channels, format.Height, format.Width);
        return images.squeeze(0);
    }

    /// <summary>
    /// Writes an image, or several images as a grid, to a file: PNG, JPEG or WebP, by the extension of its name. The file is replaced
    /// completely or not at all.
    /// </summary>
    /// <param name="images">
    /// [C, H, W] or [N, C, H, W] in [-1, 1], with 1 to 4 channels: gray, gray and alpha, RGB, or RGB and alpha. NaN becomes 0.
    /// </param>
    /// <param name="path">A name that ends in .png, .jpg, .jpeg or .webp. JPEG has no alpha. Folders that do not exist are created.</param>
    /// <param name="columns">Number of images per row. At least 1. Default: about as many as rows.</param>
    /// <exception cref="ArgumentException">The images do not fit, or the extension is not supported.</exception>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to create the folder.</exception>
    public static void Save(Tensor images, string path, int? columns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] file = Encode(images, FormatOf(path), columns);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>Encodes an image, or several images as a grid, as a PNG file.</summary>
    /// <inheritdoc cref="Save" path="/param"/>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public static byte[] ToPng(Tensor images, int? columns = null) => Encode(images, SKEncodedImageFormat.Png, columns);

    /// <summary>Encodes pixels as a PNG file.</summary>
    /// <param name="pixels">Height·Width·Channels bytes, [H, W, C] in row-major order.</param>
    /// <param name="height">Height in pixels. At least 1.</param>
    /// <param name="width">Width in pixels. At least 1.</param>
    /// <param name="channels">In [1, 4]: gray, gray and alpha, RGB, or RGB and alpha.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit, or a number is out of range.</exception>
    public static byte[] EncodePng(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        CheckChannels(channels, nameof(channels));
        ImageBatches.AtLeast(1, height, nameof(height));
        ImageBatches.AtLeast(1, width, nameof(width));
        long expected = (long)height * width * channels;
        return pixels.Length == expected
            ? Encode(pixels, new ImageFormat(height, width, channels), SKEncodedImageFormat.Png)
            : throw new ArgumentException($"pixels: expected {expected} bytes but was {pixels.Length}.", nameof(pixels));
    }

    private static byte[] Encode(Tensor images, SKEncodedImageFormat encoding, int? columns)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageBatches.AtLeast(1, columns ?? 1, nameof(columns));
        if (images.dim() is not (3 or 4))
        {
            throw new ArgumentException(
                $"images: expected [C, H, W] or [N, C, H, W] but was [{string.Join(", ", images.shape)}].", nameof(images));
        }

        int channels = (int)Math.Min(int.MaxValue, images.size(-3));
        CheckChannels(channels, nameof(images));
        if (encoding == SKEncodedImageFormat.Jpeg && channels is 2 or 4)
        {
            throw new ArgumentException("images: have alpha, which JPEG does not support; use .png or .webp.", nameof(images));
        }

        using Tensor batch = images.dim() == 3 ? images.unsqueeze(0) : images.alias();
        long count = batch.shape[0];
        int perRow = (int)Math.Clamp(columns ?? (long)Math.Ceiling(Math.Sqrt(count)), 1, Math.Clamp(count, 1, int.MaxValue));
        int rows = (int)Math.Clamp((count + perRow - 1) / perRow, 1, int.MaxValue);
        using Tensor grid = ImageGrid.Arrange(batch, rows, perRow);
        CheckSide(grid, encoding);
        return Encode(ImagePixels.FromImage(grid), new ImageFormat((int)grid.shape[1], (int)grid.shape[2], channels), encoding);
    }

    private static byte[] Encode(ReadOnlySpan<byte> pixels, ImageFormat format, SKEncodedImageFormat encoding)
    {
        using SKBitmap bitmap = PixelBytes.ToBitmap(pixels, format);
        using SKData? data = bitmap.Encode(encoding, encoding == SKEncodedImageFormat.Jpeg ? JpegQuality : 100);
        return data?.ToArray()
            ?? throw new InvalidOperationException($"A picture of {format} cannot be encoded as {encoding}; use a smaller one.");
    }

    private static void CheckSide(Tensor grid, SKEncodedImageFormat encoding)
    {
        long side = Math.Max(grid.shape[1], grid.shape[2]);
        int most = encoding switch
        {
            SKEncodedImageFormat.Jpeg => MaxJpegSide,
            SKEncodedImageFormat.Webp => MaxWebpSide,
            _ => int.MaxValue,
        };
        if (side > most)
        {
            throw new ArgumentException(
                $"images: the picture has {grid.shape[1]}x{grid.shape[2]} pixels, height x width, but {encoding} has at most {most} per side; use .png.",
                nameof(grid));
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return ImageBytes.Read(path);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: cannot be used. {error.Message}", error);
        }
    }

    private static void CheckChannels(int channels, string name)
    {
        if (channels is < 1 or > ImageFormat.MaxChannels)
        {
            throw new ArgumentOutOfRangeException(
                name, $"{name}: an image file has 1 to {ImageFormat.MaxChannels} channels, but the images have {channels}.");
        }
    }

    private static SKEncodedImageFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => SKEncodedImageFormat.Png,
        ".JPG" or ".JPEG" => SKEncodedImageFormat.Jpeg,
        ".WEBP" => SKEncodedImageFormat.Webp,
        _ => throw new ArgumentException(
            $"path: must end in .png, .jpg, .jpeg or .webp but is '{path}'.", nameof(path)),
    };
}
