using TrainFaces.Data;

namespace TrainFaces.Tests.Data;

/// <summary>One-pixel images. The value of the pixel is the index of the image. Some images are unreadable.</summary>
internal sealed class NumberedImages(int count, params long[] unreadable) : IImageSource
{
    private readonly HashSet<long> found = [];

    /// <summary>Thrown by every read; null for none.</summary>
    public Exception? Failure { get; init; }

    public string Description => "numbers";

    public string Identity => Description;

    public int Count => count - Unreadable;

    public int Unreadable
    {
        get
        {
            lock (found)
            {
                return found.Count;
            }
        }
    }

    public IReadOnlyList<long> Order(int epoch) => [.. Enumerable.Range(0, count).Select(index => (long)index)];

    public bool TryRead(long index, Span<byte> pixels)
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

    public void Dispose()
    {
    }
}
