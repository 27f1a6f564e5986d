namespace FaceService.Model;

/// <summary>From a network's images to bytes.</summary>
internal static class ImageBytes
{
    /// <summary>As the library's own ImagePixels: 256 levels, and half a step so that cutting off the fraction rounds.</summary>
    private const float HalfLevels = 127.75f;

    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <param name="channels">C.</param>
    /// <param name="area">H times W.</param>
    /// <returns>[N, H, W, C]. What is not a number becomes 0.</returns>
    public static byte[] Of(ReadOnlySpan<float> images, int channels, int area)
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
                    float value = (plane[pixel] + 1) * HalfLevels;
                    bytes[start + (pixel * channels) + channel] = value > 0 ? (byte)MathF.Min(value, byte.MaxValue) : (byte)0;
                }
            }
        }

        return bytes;
    }
}
