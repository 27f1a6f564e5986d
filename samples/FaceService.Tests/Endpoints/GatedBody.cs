using System.Threading.Channels;

namespace FaceService.Tests.Endpoints;

/// <summary>A response body whose writes wait until the test takes them or they are canceled.</summary>
internal sealed class GatedBody : Stream
{
    private readonly Channel<(int Length, TaskCompletionSource Done)> writes = Channel.CreateUnbounded<(int Length, TaskCompletionSource Done)>();

    /// <summary>The bytes of all writes that have begun.</summary>
    public List<byte> Bytes { get; } = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for the next write. The write ends when the test completes the result.</summary>
    public async Task<(int Length, TaskCompletionSource Done)> NextWriteAsync() => await writes.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        Bytes.AddRange(buffer.Span);
        await writes.Writer.WriteAsync((buffer.Length, done), CancellationToken.None);
        await done.Task;
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
