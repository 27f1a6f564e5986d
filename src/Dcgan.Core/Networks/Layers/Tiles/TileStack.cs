using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The memory of one element type in <see cref="TileMemory"/>.</summary>
internal sealed class TileStack(ScalarType type) : IDisposable
{
    /// <summary>Tensors start at multiples of so many elements: at a cache line, whatever the element type.</summary>
    private const long Unit = 64;

    private readonly List<Block> blocks = [];

    /// <summary>The most elements that were taken at the same time.</summary>
    private long peak;

    internal ScalarType Type => type;

    /// <summary>Where the next tensor is taken.</summary>
    internal Position Top { get; set; }

    internal int BlockCount => blocks.Count;

    internal long Size => blocks.Sum(block => block.Size);

    internal Tensor Take(long[] shape)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        long size = (count + Unit - 1) / Unit * Unit;
        if (Top == default && blocks.Count > 1)
        {
            FreeBlocks();
        }

        while (Top.Block < blocks.Count && Top.Element + size > blocks[Top.Block].Size)
        {
            Top = new Position(Top.Block + 1, 0, Top.Taken);
        }

        if (Top.Block == blocks.Count)
        {
            blocks.Add(NewBlock(Top.Block == 0 ? Math.Max(size, peak) : size));
        }

        using Tensor elements = blocks[Top.Block].Memory.narrow(0, Top.Element, count);
        Top = new Position(Top.Block, Top.Element + size, Top.Taken + size);
        peak = Math.Max(peak, Top.Taken);
        return elements.view(shape);
    }

    public void Dispose() => FreeBlocks();

    private void FreeBlocks()
    {
        foreach (Block block in blocks)
        {
            block.Memory.Dispose();
        }

        blocks.Clear();
    }

    private Block NewBlock(long size)
    {
        Tensor memory = TileBuffers.Empty([size], type).DetachFromDisposeScope();
        NativeAllocator.PreferHugePages(TileBuffers.Address(memory), size * type.ElementSize());
        return new Block(memory, size);
    }

    /// <param name="Block">Index of a block.</param>
    /// <param name="Element">Index of an element in the block.</param>
    /// <param name="Taken">Elements that are taken below this position.</param>
    internal readonly record struct Position(int Block, long Element, long Taken);

    /// <summary>A block and its number of elements, which would cost a native call.</summary>
    private sealed record Block(Tensor Memory, long Size);
}
