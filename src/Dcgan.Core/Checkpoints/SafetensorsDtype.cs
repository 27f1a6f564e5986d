using System.Collections.Immutable;

namespace Dcgan.Core;

/// <summary>An element type as safetensors names it.</summary>
/// <param name="Name">In the header, such as F32.</param>
/// <param name="Size">Of an element, in bytes.</param>
internal sealed record SafetensorsDtype(string Name, int Size)
{
    internal static readonly SafetensorsDtype Bool = new("BOOL", 1);
    internal static readonly SafetensorsDtype U8 = new("U8", 1);
    internal static readonly SafetensorsDtype I8 = new("I8", 1);
    internal static readonly SafetensorsDtype I16 = new("I16", 2);
    internal static readonly SafetensorsDtype F16 = new("F16", 2);
    internal static readonly SafetensorsDtype BF16 = new("BF16", 2);
    internal static readonly SafetensorsDtype I32 = new("I32", 4);
    internal static readonly SafetensorsDtype F32 = new("F32", 4);
    internal static readonly SafetensorsDtype C64 = new("C64", 8);
    internal static readonly SafetensorsDtype F64 = new("F64", 8);
    internal static readonly SafetensorsDtype I64 = new("I64", 8);

    /// <summary>
    /// Those that TorchSharp has, in the order in which the reference implementation writes them: largest alignment first, so
    /// that every tensor lies at a multiple of its element's size.
    /// </summary>
    internal static readonly ImmutableArray<SafetensorsDtype> InWritingOrder =
        [I64, F64, C64, F32, I32, BF16, F16, I16, I8, U8, Bool];

    internal static string Names => string.Join(", ", InWritingOrder.Select(dtype => dtype.Name));
}
