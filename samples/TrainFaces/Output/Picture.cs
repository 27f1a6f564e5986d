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
    /// <param name="image">[C, H, W] in [-1, 1]; grayscale if C is 1.</param>
    public static Picture FromImage(torch.Tensor image) =>
        FromBytes(ImagePixels.FromImage(image), (int)image.shape[0], (int)image.shape[2], (int)image.shape[1]);

    /// <summary>Converts pixels with any number of channels to a picture.</summary>
    /// <param name="pixels">[Height, Width, Channels] in row-major order.</param>
    /// <param name="channels">
    /// 1 for grayscale, 3 for RGB. If there are more than 3 channels, the first three are used. If there are 2 channels, the
    /// second channel becomes both green and blue.
    /// </param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Picture FromBytes(byte[] pixels, int channels, int width, int height)
    {
        byte[] rgb = new byte[width * height * Channels];
        for (int index = 0; index < rgb.Length; index++)
        {
            var (pixel, color) = Math.DivRem(index, Channels);
            rgb[index] = pixels[(channels * pixel) + Math.Min(color, channels - 1)];
        }

        return new Picture(rgb, width, height);
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
