using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Converts between image bytes with interleaved channels, [H, W, C] in [0, 255], and the networks' image tensors, [C, H, W] in
/// [-1, 1].
/// </summary>
public static class ImagePixels
{
    /// <summary>
    /// Factor from [0, 1] to bytes: 255 plus one half. Truncation then rounds, as in the reference's conversion (TensorFlow's
    /// convert_image_dtype).
    /// </summary>
    private const double Levels = 255.5;

    /// <summary>Converts bytes to images: b / 127.5 - 1.</summary>
    /// <param name="pixels">N·H·W·C bytes in the order [N, H, W, C] (interleaved channels).</param>
    /// <param name="channels">Number of channels, C. At least 1.</param>
    /// <param name="height">Height, H. At least 1.</param>
    /// <param name="width">Width, W. At least 1.</param>
    /// <returns>[N, C, H, W], float32 in [-1, 1], on the CPU.</returns>
    /// <exception cref="ArgumentException">The bytes are empty or not a whole number of images.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public static Tensor ToImages(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        Expect.AtLeast(1, channels, nameof(channels));
        Expect.AtLeast(1, height, nameof(height));
        Expect.AtLeast(1, width, nameof(width));
        NativeBackend.EnsureLoaded();
        Int128 size = (Int128)channels * height * width;
        if (pixels.IsEmpty || pixels.Length % size != 0)
        {
            throw new ArgumentException(
                $"pixels: expected a multiple of {size} bytes ({height} x {width} pixels of {channels} channels) but was {pixels.Length}.",
                nameof(pixels));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = empty(pixels.Length / (long)size, height, width, channels, uint8);
        pixels.CopyTo(bytes.bytes);
        return bytes.permute(0, 3, 1, 2).to(float32).Div_(127.5).Sub_(1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Converts one image or grid to bytes: (x + 1) / 2, clamped to [0, 1], in 256 levels as in the reference.</summary>
    /// <param name="image">[C, H, W] in [-1, 1], of any floating-point type, on any device.</param>
    /// <returns>H·W·C bytes in the order [H, W, C] (interleaved channels). NaN becomes 0.</returns>
    /// <exception cref="ArgumentException">
    /// The image is not [C, H, W] of a floating-point type, or has more values than an array can hold, 2147483591.
    /// </exception>
    public static byte[] FromImage(Tensor image)
    {
        Expect.Image(image, nameof(image));
        if (image.numel() > Array.MaxLength)
        {
            throw new ArgumentException(
                $"image: expected at most {Array.MaxLength} values (C·H·W) but was {string.Join("·", image.Sizes())} = {image.numel()}.", nameof(image));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor scaled = image.to(float32, CPU).Add(1).Mul_(Levels / 2).nan_to_num_(0).Clamp_(0, 255);
        return scaled.to(uint8).permute(1, 2, 0).contiguous().data<byte>().ToArray();
    }
}
