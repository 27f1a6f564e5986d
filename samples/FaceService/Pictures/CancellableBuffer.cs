namespace FaceService.Pictures;

/// <summary>A memory stream whose writes throw after cancellation. It stops image encoders, which do not accept a cancellation token.</summary>
internal sealed class CancellableBuffer(CancellationToken cancel) : MemoryStream
{
    /// <summary>The bytes written so far, without a copy.</summary>
    public ReadOnlyMemory<byte> Content => GetBuffer().AsMemory(0, (int)Length);

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
