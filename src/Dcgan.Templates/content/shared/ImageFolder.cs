using Dcgan.Core;
using SkiaSharp;
using TorchSharp;

namespace DcganApp;

/// <summary>
/// The images of a folder and its subfolders, as squares of one size. All of them stay in memory, with 3 bytes per pixel: 12 KB for
/// an image of 64x64.
/// </summary>
internal sealed class ImageFolder
{
    private readonly int side;
    private readonly List<byte[]> images = [];

    /// <param name="folder">The folder. JPEG, PNG, WebP, GIF and BMP files are used; other files are in <see cref="Skipped"/>.</param>
    /// <param name="side">Side of an image in pixels.</param>
    public ImageFolder(string folder, int side)
    {
        this.side = side;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Square(file) is { } pixels)
            {
                images.Add(pixels);
            }
            else
            {
                Skipped.Add(file);
            }
        }

        if (images.Count < 2)
        {
            throw new InvalidDataException($"{Path.GetFullPath(folder)}: expected at least 2 images but found {images.Count}.");
        }
    }

    public int Count => images.Count;

    /// <summary>Files that are not images, or are damaged.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>Returns images by their numbers: [N, 3, side, side] in [-1, 1]. The caller disposes the tensor.</summary>
    public torch.Tensor Batch(IEnumerable<int> numbers) =>
        ImagePixels.ToImages([.. numbers.SelectMany(number => images[number])], channels: 3, side, side);

    /// <summary>Decodes an image, crops the central square and scales it; null if the file is not an image or is damaged.</summary>
    private byte[]? Square(string file)
    {
        // The codec reports a truncated file, which the image below would show in part. The image applies a photo's orientation.
        using SKCodec? codec = SKCodec.Create(file);
        if (codec is null || codec.GetPixels(out _) != SKCodecResult.Success)
        {
            return null;
        }

        using SKImage image = SKImage.FromEncodedData(file);
        float shorter = Math.Min(image.Width, image.Height);
        var center = SKRect.Create((image.Width - shorter) / 2, (image.Height - shorter) / 2, shorter, shorter);
        using var square = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(square);
        canvas.Clear(SKColors.White); // behind transparent pixels
        canvas.DrawImage(image, center, SKRect.Create(side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return [.. square.Bytes.Where((_, position) => position % 4 != 3)]; // without the opacity
    }
}
