using TorchSharp;

namespace Dcgan.Core;

/// <summary>The element types of TorchSharp that safetensors has a name for.</summary>
internal static class SafetensorsTypes
{
    private static readonly (torch.ScalarType Type, SafetensorsDtype Dtype)[] Pairs =
    [
        (torch.ScalarType.Bool, SafetensorsDtype.Bool),
        (torch.ScalarType.Byte, SafetensorsDtype.U8),
        (torch.ScalarType.Int8, SafetensorsDtype.I8),
        (torch.ScalarType.Int16, SafetensorsDtype.I16),
        (torch.ScalarType.Int32, SafetensorsDtype.I32),
        (torch.ScalarType.Int64, SafetensorsDtype.I64),
        (torch.ScalarType.Float16, SafetensorsDtype.F16),
        (torch.ScalarType.BFloat16, SafetensorsDtype.BF16),
        (torch.ScalarType.Float32, SafetensorsDtype.F32),
        (torch.ScalarType.Float64, SafetensorsDtype.F64),
        (torch.ScalarType.ComplexFloat32, SafetensorsDtype.C64),
    ];

    /// <summary>Null where safetensors has no name for it: ComplexFloat64 and the quantised ones.</summary>
    internal static SafetensorsDtype? DtypeOf(torch.ScalarType type) => Array.Find(Pairs, pair => pair.Type == type).Dtype;

    internal static torch.ScalarType TypeOf(SafetensorsDtype dtype) => Array.Find(Pairs, pair => pair.Dtype == dtype).Type;
}
