namespace TrainFaces.Measuring;

/// <summary>
/// Bilinear resizing with antialiasing, as in PyTorch's <c>interpolate(mode="bilinear", antialias=True, align_corners=False)</c>: a
/// triangle filter, which is widened by the factor by which an image shrinks. Rows and columns are filtered separately, in float32.
/// </summary>
internal sealed class AntialiasedResize
{
    private readonly Tap[] horizontal;
    private readonly Tap[] vertical;
    private readonly int width;

    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    /// <param name="newHeight">Height of the result in pixels.</param>
    /// <param name="newWidth">Width of the result in pixels.</param>
    public AntialiasedResize(int height, int width, int newHeight, int newWidth) =>
        (vertical, horizontal, this.width) = (Taps(height, newHeight), Taps(width, newWidth), width);

    /// <summary>Resizes one channel.</summary>
    /// <param name="image">[H, W] in row-major order.</param>
    /// <param name="result">Receives the resized channel, in row-major order.</param>
    public void Apply(ReadOnlySpan<float> image, Span<float> result)
    {
        int newWidth = horizontal.Length;
        int height = image.Length / width;
        float[] rows = new float[height * newWidth];
        for (int row = 0; row < height; row++)
        {
            var source = image.Slice(row * width, width);
            for (int column = 0; column < newWidth; column++)
            {
                var (start, weights) = horizontal[column];
                float sum = 0;
                for (int tap = 0; tap < weights.Length; tap++)
                {
                    sum += weights[tap] * source[start + tap];
                }

                rows[(row * newWidth) + column] = sum;
            }
        }

        result.Clear();
        for (int row = 0; row < vertical.Length; row++)
        {
            var target = result.Slice(row * newWidth, newWidth);
            var (start, weights) = vertical[row];
            for (int tap = 0; tap < weights.Length; tap++)
            {
                var source = rows.AsSpan((start + tap) * newWidth, newWidth);
                for (int column = 0; column < newWidth; column++)
                {
                    target[column] += weights[tap] * source[column];
                }
            }
        }
    }

    /// <summary>The pixels along one axis that each new pixel averages.</summary>
    private static Tap[] Taps(int size, int newSize)
    {
        double scale = (double)size / newSize;
        double radius = Math.Max(scale, 1);
        var taps = new Tap[newSize];
        for (int index = 0; index < newSize; index++)
        {
            double center = scale * (index + 0.5);
            int start = Math.Max((int)(center - radius + 0.5), 0);
            int end = Math.Min((int)(center + radius + 0.5), size);
            double[] weights = [.. Enumerable.Range(start, end - start).Select(pixel => Math.Max(0, 1 - (Math.Abs(pixel + 0.5 - center) / radius)))];
            double total = weights.Sum();
            taps[index] = new Tap(start, [.. weights.Select(weight => (float)(weight / total))]);
        }

        return taps;
    }

    /// <param name="Start">The first pixel.</param>
    /// <param name="Weights">The weights of this and the following pixels, with sum 1.</param>
    private readonly record struct Tap(int Start, float[] Weights);
}
