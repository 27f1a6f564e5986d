namespace Dcgan.Images.Tests;

/// <summary>Images whose reads do not return until they are released, like files on a network drive that does not answer.</summary>
internal sealed class HangingImages : ImageSource
{
    private readonly ManualResetEventSlim released = new();

    public override ImageFormat Format => new(1, 1, 1);

    public override int Count => 8;

    /// <summary>Set when a read has begun.</summary>
    public ManualResetEventSlim Reading { get; } = new();

    public override bool TryRead(long index, Span<byte> pixels)
    {
        Reading.Set();
        released.Wait();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        released.Set();
        base.Dispose(disposing);
    }
}
