using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The memory for temporaries of <see cref="TileConvolution"/>, which a trainer keeps from step to step. Temporaries are larger than the
/// maps, and their sizes differ from layer to layer. On the heap, they would fragment it, and glibc would return the largest to the system,
/// which must then clear the pages of the next one.
/// </summary>
/// <remarks>
/// One stack for each element type: all that was taken in a <see cref="Scope"/> is free again when the scope ends. A stack that is too small
/// gets another block. When it is empty again, one block replaces all.
/// </remarks>
internal sealed class TileMemory : IDisposable
{
    [ThreadStatic]
    private static TileMemory? Current;

    /// <summary>One for each element type that <see cref="TileBuffers.Supports"/>.</summary>
    private readonly TileStack[] stacks = [new(ScalarType.Float32), new(ScalarType.Float64), new(ScalarType.BFloat16)];

    /// <summary>Number of blocks of all stacks. For tests.</summary>
    internal int BlockCount => stacks.Sum(stack => stack.BlockCount);

    /// <summary>Number of elements of all blocks. For tests.</summary>
    internal long Size => stacks.Sum(stack => stack.Size);

    /// <summary>
    /// Allocates a contiguous tensor with any values: in the memory that this thread uses, or by libtorch if it uses none. The tensor is
    /// valid until the innermost <see cref="Scope"/> ends; do not move it to an outer one.
    /// </summary>
    internal static Tensor Empty(long[] shape, ScalarType type) =>
        Current is { } memory ? Array.Find(memory.stacks, stack => stack.Type == type)!.Take(shape) : TileBuffers.Empty(shape, type);

    /// <summary>Makes this thread use the memory until the result is disposed.</summary>
    internal Usage Use() => new(this);

    /// <summary>Frees the memory. No scope may be open.</summary>
    public void Dispose()
    {
        foreach (TileStack stack in stacks)
        {
            stack.Dispose();
        }
    }

    /// <summary>The time in which a thread uses a memory.</summary>
    internal readonly struct Usage : IDisposable
    {
        private readonly TileMemory? outer;

        internal Usage(TileMemory memory)
        {
            outer = Current;
            Current = memory;
        }

        public void Dispose() => Current = outer;
    }

    /// <summary>A part of a computation whose tensors are freed together, those of the memory and those of libtorch.</summary>
    internal readonly struct Scope : IDisposable
    {
        private readonly DisposeScope tensors = NewDisposeScope();
        private readonly TileMemory? memory = Current;
        private readonly TileStack.Position[] tops;

        public Scope() => tops = memory is null ? [] : Array.ConvertAll(memory.stacks, stack => stack.Top);

        public void Dispose()
        {
            tensors.Dispose();
            for (int index = 0; index < tops.Length; index++)
            {
                memory!.stacks[index].Top = tops[index];
            }
        }
    }
}
