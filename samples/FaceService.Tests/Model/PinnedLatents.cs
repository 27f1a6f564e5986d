using System.Buffers;

namespace FaceService.Tests.Model;

/// <summary>Latents that report when native code pins them, which a model does just before it runs.</summary>
internal sealed class PinnedLatents(float[] values) : MemoryManager<float>
{
    private readonly TaskCompletionSource pinned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the latents are pinned.</summary>
    public Task Pinned => pinned.Task;

    public override Span<float> GetSpan() => values;

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle handle = values.AsMemory(elementIndex).Pin();
        pinned.TrySetResult();
        return handle;
    }

    public override void Unpin() => throw new NotSupportedException("The handle unpins the array itself.");

    protected override void Dispose(bool disposing)
    {
        // The array is the garbage collector's.
    }
}
