using TorchSharp;

namespace Dcgan.Core;

/// <summary>What a safetensors file says of one of its tensors; the numbers themselves come from <see cref="SafetensorsFile.Read"/>.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(SafetensorsEntry entry)
    {
        Begin = entry.Begin;
        ByteLength = entry.End - entry.Begin;
        Name = entry.Name;
        Type = SafetensorsTypes.TypeOf(entry.Dtype);
        Shape = entry.Shape.AsReadOnly();
    }

    /// <summary>Unlike that of any other tensor of the file.</summary>
    public string Name { get; }

    /// <summary>Of its elements.</summary>
    public torch.ScalarType Type { get; }

    /// <summary>Sizes of at least 0; none for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The size of its data in the file, and in memory once read, in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Its first byte, from the start of the data.</summary>
    internal long Begin { get; }

    /// <summary>Its name, type and shape, such as <c>stages.0.weight Float32 [1024, 512, 5, 5]</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
