using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Name, element type and shape of a tensor in a safetensors file. <see cref="SafetensorsFile.Read"/> reads its values.
/// </summary>
public sealed class SafetensorsTensor
{
    /// <param name="name">Not empty.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">Sizes, each at least 0; empty for a scalar.</param>
    /// <param name="begin">Offset of the first byte from the start of the data.</param>
    /// <param name="end">Offset of the byte after the last byte; at least <paramref name="begin"/>.</param>
    internal SafetensorsTensor(string name, SafetensorsDtype dtype, long[] shape, long begin, long end)
    {
        Name = name;
        Dtype = dtype;
        Shape = shape.AsReadOnly();
        Begin = begin;
        End = end;
    }

    /// <summary>The name of the tensor, unique in the file.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public ScalarType Type => Dtype.Type;

    /// <summary>The shape: sizes, each at least 0; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The size of the data in bytes, in the file and in memory.</summary>
    public long ByteLength => End - Begin;

    internal SafetensorsDtype Dtype { get; }

    /// <summary>Offset of the first byte from the start of the data.</summary>
    internal long Begin { get; }

    /// <summary>Offset of the byte after the last byte, from the start of the data.</summary>
    internal long End { get; }

    /// <summary>Formats name, type and shape, such as <c>stages.0.weight Float32 [1024, 512, 5, 5]</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
