using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The memory of the temporaries of <see cref="TileConvolution"/>, which a trainer keeps from step to step. Temporaries are larger than the
/// maps and differ in size from layer to layer. From the heap, they would leave gaps that fit nothing else, and glibc would return the
/// largest to the system each time, which must then zero all pages of the next one.
/// </summary>
/// <remarks>
/// A stack: what was taken since the begin of a <see cref="Scope"/> is free again when the scope ends. If it is too small, it grows by a block
/// of its own; when nothing is taken any more, one block replaces all.
/// </remarks>
internal sealed class TileMemory : IDisposable
{
    /// <summary>Elements between the begins of two tensors are multiples of this number: whole cache lines of any element type.</summary>
    private const long Unit = 64;

    /// <summary>Size from which a step is long enough, and its blocks large enough, for <see cref="FreeSmallBlocks"/>, in bytes.</summary>
    private const long ManyBytes = 8 << 20;

    [ThreadStatic]
    private static TileMemory? Current;

    private readonly List<Tensor> blocks = [];

    /// <summary>Where the next tensor is taken from.</summary>
    private Position end;

    /// <summary>The most elements that have been taken at a time.</summary>
    private long most;

    /// <summary>Number of blocks; one if it is large enough for all that was taken so far, and nothing is taken now.</summary>
    internal int BlockCount => blocks.Count;

    /// <summary>Allocates a contiguous tensor with any values: in the memory that this thread uses, or by libtorch if it uses none.</summary>
    internal static Tensor Empty(long[] shape, ScalarType type) => Current?.Take(shape, type) ?? TileBuffers.Empty(shape, type);

    /// <summary>Makes this thread use the memory until the result is disposed.</summary>
    internal Usage Use() => new(this);

    /// <summary>Frees the memory, of which nothing may be taken.</summary>
    public void Dispose()
    {
        foreach (Tensor block in blocks)
        {
            block.Dispose();
        }

        blocks.Clear();
    }

    private Tensor Take(long[] shape, ScalarType type)
    {
        long count = (shape.Aggregate(1L, (product, size) => product * size) + Unit - 1) / Unit * Unit;
        if (end == default && blocks.Count > 1)
        {
            Dispose();
        }

        while (end.Block < blocks.Count && (blocks[end.Block].dtype != type || end.Element + count > blocks[end.Block].shape[0]))
        {
            end = new Position(end.Block + 1, 0);
        }

        if (end.Block == blocks.Count)
        {
            blocks.Add(NewBlock(end.Block == 0 ? Math.Max(count, most) : count, type));
        }

        Tensor taken = blocks[end.Block].as_strided(shape, Strides(shape), end.Element);
        end = end with { Element = end.Element + count };
        most = Math.Max(most, blocks.Take(end.Block).Sum(block => block.shape[0]) + end.Element);
        return taken;
    }

    private static Tensor NewBlock(long count, ScalarType type)
    {
        Tensor block = TileBuffers.Empty([count], type).DetachFromDisposeScope();
        NativeAllocator.PreferHugePages(TileBuffers.Address(block), count * type.ElementSize());
        return block;
    }

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>
    /// Lets the runtime free the few bytes of native memory behind each delegate that TorchSharp has passed to libtorch in a step. They lie
    /// between the large blocks of the heap, so that the gaps cannot be joined. A process would grow from step to step until the runtime
    /// collects garbage, which it seldom does because a step hardly allocates managed memory.
    /// </summary>
    private void FreeSmallBlocks()
    {
        if (blocks.Sum(block => block.shape[0] * block.ElementSize) >= ManyBytes)
        {
            GC.Collect(0);
        }
    }

    private readonly record struct Position(int Block, long Element);

    /// <summary>The time in which a thread uses a memory.</summary>
    internal readonly struct Usage : IDisposable
    {
        private readonly TileMemory memory;
        private readonly TileMemory? outer;

        internal Usage(TileMemory memory)
        {
            this.memory = memory;
            outer = Current;
            Current = memory;
        }

        public void Dispose()
        {
            Current = outer;
            memory.FreeSmallBlocks();
        }
    }

    /// <summary>A part of a computation whose tensors are freed together, wherever they are.</summary>
    internal readonly struct Scope : IDisposable
    {
        private readonly DisposeScope tensors = NewDisposeScope();
        private readonly TileMemory? memory = Current;
        private readonly Position begin;

        public Scope()
        {
            begin = memory?.end ?? default;
        }

        public void Dispose()
        {
            tensors.Dispose();
            if (memory is not null)
            {
                memory.end = begin;
            }
        }
    }
}
