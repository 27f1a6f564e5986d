using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>A picture's bytes: RGB, row by row.</summary>
/// <param name="Pixels">Width · Height · 3.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record Picture(byte[] Pixels, int Width, int Height)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 3;

    /// <param name="image">[C, H, W] in [-1, 1]; grey where C is 1.</param>
    public static Picture Of(torch.Tensor image) =>
        Of(ImagePixels.FromImage(image), (int)image.shape[0], (int)image.shape[2], (int)image.shape[1]);

    /// <param name="pixels">Row by row, a pixel's channels side by side.</param>
    /// <param name="channels">1 is grey; of more than 3 the first three are shown, of 2 the second twice.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Picture Of(byte[] pixels, int channels, int width, int height)
    {
        byte[] rgb = new byte[width * height * Channels];
        for (int place = 0; place < rgb.Length; place++)
        {
            var (pixel, color) = Math.DivRem(place, Channels);
            rgb[place] = pixels[(channels * pixel) + Math.Min(color, channels - 1)];
        }

        return new Picture(rgb, width, height);
    }

    /// <summary>Each pixel as a square of <paramref name="factor"/> a side, so that small pictures can be seen and stay sharp.</summary>
    public Picture Enlarged(int factor)
    {
        Picture large = new(new byte[Pixels.Length * factor * factor], Width * factor, Height * factor);
        for (int y = 0; y < large.Height; y++)
        {
            for (int x = 0; x < large.Width; x++)
            {
                int from = (((y / factor) * Width) + (x / factor)) * Channels;
                Pixels.AsSpan(from, Channels).CopyTo(large.Pixels.AsSpan(((y * large.Width) + x) * Channels));
            }
        }

        return large;
    }
}
