using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>An uncompressed RGB picture.</summary>
/// <param name="Pixels">[Height, Width, 3] in row-major order.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record Picture(byte[] Pixels, int Width, int Height)
{
    /// <summary>Bytes per pixel.</summary>
    public const int Channels = 3;

    /// <summary>Converts a tensor to a picture.</summary>
    /// <param name="image">[C, H, W] in [-1, 1]: gray, gray and alpha, RGB, or RGB and alpha. Images with alpha are shown on white.</param>
    public static Picture FromImage(torch.Tensor image) =>
        FromBytes(ImagePixels.FromImage(image), (int)image.shape[0], (int)image.shape[2], (int)image.shape[1]);

    /// <summary>Converts pixels with 1 to 4 channels to a picture.</summary>
    /// <param name="pixels">[Height, Width, Channels] in row-major order.</param>
    /// <param name="channels">1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Picture FromBytes(byte[] pixels, int channels, int width, int height)
    {
        byte[] opaque = OnWhite(pixels, channels);
        return new Picture(channels >= 3 ? opaque : [.. opaque.SelectMany(gray => Enumerable.Repeat(gray, Channels))], width, height);
    }

    /// <summary>Shows pixels with alpha on white.</summary>
    /// <param name="pixels">[..., Channels].</param>
    /// <param name="channels">1 or 3, for which the pixels are returned, or 2 or 4, of which the last is straight alpha.</param>
    /// <returns>The pixels without alpha.</returns>
    public static byte[] OnWhite(byte[] pixels, int channels)
    {
        if (channels is 1 or 3)
        {
            return pixels;
        }

        int colors = channels - 1;
        byte[] opaque = new byte[pixels.Length / channels * colors];
        for (int index = 0; index < opaque.Length; index++)
        {
            var (pixel, color) = Math.DivRem(index, colors);
            int alpha = pixels[(pixel * channels) + colors];
            opaque[index] = (byte)(((pixels[(pixel * channels) + color] * alpha) + (byte.MaxValue * (byte.MaxValue - alpha)) + 127) / byte.MaxValue);
        }

        return opaque;
    }

    /// <summary>Enlarges the picture by an integer factor, with nearest-neighbor sampling, so that small pictures stay sharp.</summary>
    public Picture Enlarge(int factor)
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
