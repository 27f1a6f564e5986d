using TrainFaces.Data;

namespace TrainFaces.Tests.Data;

/// <summary>Images whose reads do not return until they are released, like files on a network drive that does not answer.</summary>
internal sealed class HangingImages : IImageSource
{
    private readonly ManualResetEventSlim released = new();

    public string Description => "hanging images";

    public string Identity => Description;

    public int Count => 8;

    public int Unreadable => 0;

    /// <summary>Set when a read has begun.</summary>
    public ManualResetEventSlim Reading { get; } = new();

    public IReadOnlyList<long> Order(int epoch) => [0, 1, 2, 3, 4, 5, 6, 7];

    public bool TryRead(long index, Span<byte> pixels)
    {
        Reading.Set();
        released.Wait();
        return true;
    }

    public void Dispose() => released.Set();
}
