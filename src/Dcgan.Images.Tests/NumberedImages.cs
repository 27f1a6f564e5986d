namespace Dcgan.Images.Tests;

/// <summary>One-pixel images. The value of the pixel is the index of the image. Some images are unreadable.</summary>
internal sealed class NumberedImages(int count, params long[] unreadable) : ImageSource
{
    private readonly HashSet<long> found = [];

    /// <summary>Thrown by every read; null for none.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Number of classes, which the images have in turn.</summary>
    public int Classes { get; init; }

    public override ImageFormat Format => new(1, 1, 1);

    public override int Count => count;

    public override IReadOnlyList<string> ClassNames => [.. Enumerable.Range(0, Classes).Select(index => $"class {index}")];

    public override int Unreadable
    {
        get
        {
            lock (found)
            {
                return found.Count;
            }
        }
    }

    public override IReadOnlyList<long> Order(long seed, long epoch) => [.. Enumerable.Range(0, count).Select(index => (long)index)];

    public override int LabelOf(long index) => (int)(index % Classes);

    public override bool TryRead(long index, Span<byte> pixels)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (unreadable.Contains(index))
        {
            lock (found)
            {
                found.Add(index);
            }

            return false;
        }

        pixels[0] = (byte)index;
        return true;
    }
}
