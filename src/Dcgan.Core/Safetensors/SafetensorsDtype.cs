using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <summary>An element type that both safetensors and TorchSharp have.</summary>
/// <param name="Name">The safetensors name, such as F32.</param>
/// <param name="Type">The TorchSharp type.</param>
/// <param name="Size">Number of bytes per element.</param>
internal sealed record SafetensorsDtype(string Name, ScalarType Type, int Size)
{
    /// <summary>
    /// All types in the order in which the reference implementation writes their tensors: largest alignment first, which places
    /// each tensor at a multiple of its element size.
    /// </summary>
    internal static readonly ImmutableArray<SafetensorsDtype> InWritingOrder =
    [
        new("I64", ScalarType.Int64, 8),
        new("F64", ScalarType.Float64, 8),
        new("C64", ScalarType.ComplexFloat32, 8),
        new("F32", ScalarType.Float32, 4),
        new("I32", ScalarType.Int32, 4),
        new("BF16", ScalarType.BFloat16, 2),
        new("F16", ScalarType.Float16, 2),
        new("I16", ScalarType.Int16, 2),
        new("I8", ScalarType.Int8, 1),
        new("U8", ScalarType.Byte, 1),
        new("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The safetensors names, for messages.</summary>
    internal static string Names => string.Join(", ", InWritingOrder.Select(dtype => dtype.Name));

    /// <summary>Finds a type by its safetensors name; null for types that TorchSharp lacks, such as U16 and F8_E4M3.</summary>
    internal static SafetensorsDtype? Find(string name) => InWritingOrder.FirstOrDefault(dtype => dtype.Name == name);

    /// <summary>
    /// Finds a type by its TorchSharp type; null for ComplexFloat64 and quantized types, which safetensors lacks.
    /// </summary>
    internal static SafetensorsDtype? Find(ScalarType type) => InWritingOrder.FirstOrDefault(dtype => dtype.Type == type);
}
