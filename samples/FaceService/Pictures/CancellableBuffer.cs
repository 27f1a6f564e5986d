namespace FaceService.Pictures;

/// <summary>A memory stream whose writes throw after cancellation. It stops image encoders, which do not accept a cancellation token.</summary>
internal sealed class CancellableBuffer(CancellationToken cancel) : MemoryStream
{
    /// <summary>
    /// A copy of the bytes written so far. The buffer itself may be twice as large, and a slow reader would keep all of it in memory.
    /// </summary>
    public ReadOnlyMemory<byte> Content => ToArray();

    public override void Write(byte[] buffer, int offset, int count)
    {
        cancel.ThrowIfCancellationRequested();
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        base.Write(buffer);
    }
}
