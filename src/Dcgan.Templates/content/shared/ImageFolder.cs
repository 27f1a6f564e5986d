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
            using SKImage? image = SKImage.FromEncodedData(file);
            if (image is null || Square(image) is not { } pixels)
            {
                Skipped.Add(file);
            }
            else
            {
                images.Add(pixels);
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

    /// <summary>Crops the central square and scales it; null if the image cannot be decoded.</summary>
    private byte[]? Square(SKImage image)
    {
        using var pixels = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(pixels);
        using SKImage? decoded = image.ToRasterImage(ensurePixelData: true);
        if (decoded is null)
        {
            return null;
        }

        float shorter = Math.Min(decoded.Width, decoded.Height);
        var center = SKRect.Create((decoded.Width - shorter) / 2, (decoded.Height - shorter) / 2, shorter, shorter);
        canvas.Clear(SKColors.White); // behind transparent pixels
        canvas.DrawImage(decoded, center, SKRect.Create(side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return [.. pixels.Bytes.Where((_, position) => position % 4 != 3)]; // without the opacity
    }
}
