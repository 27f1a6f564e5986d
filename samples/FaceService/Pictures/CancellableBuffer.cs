namespace FaceService.Pictures;

/// <summary>A file in memory whose writer is stopped at its next bytes: encoders know no cancellation themselves.</summary>
internal sealed class CancellableBuffer(CancellationToken cancel) : MemoryStream
{
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
