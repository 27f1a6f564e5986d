namespace FaceService.Model;

/// <summary>Converts the generator's output to bytes.</summary>
internal static class ImageBytes
{
    /// <summary>
    /// A value x becomes the byte floor((x + 1) / 2 * 255.5), as in the library's ImagePixels and in TensorFlow's
    /// convert_image_dtype.
    /// </summary>
    private const float Scale = 127.75f;

    /// <summary>Converts images in [-1, 1] to bytes, and planar channels to interleaved channels.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <param name="channels">C.</param>
    /// <param name="area">H times W.</param>
    /// <returns>[N, H, W, C]. NaN becomes 0; values outside [-1, 1] are clamped.</returns>
    public static byte[] FromImages(ReadOnlySpan<float> images, int channels, int area)
    {
        byte[] bytes = new byte[images.Length];
        int imageSize = channels * area;
        for (int start = 0; start < images.Length; start += imageSize)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                ReadOnlySpan<float> plane = images.Slice(start + (channel * area), area);
                for (int pixel = 0; pixel < area; pixel++)
                {
                    float value = (plane[pixel] + 1) * Scale;
                    bytes[start + (pixel * channels) + channel] = value > 0 ? (byte)MathF.Min(value, byte.MaxValue) : (byte)0;
                }
            }
        }

        return bytes;
    }
}
