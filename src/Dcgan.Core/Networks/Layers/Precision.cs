using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Conversions of element types inside a network.</summary>
internal static class Precision
{
    /// <summary>
    /// Converts a tensor to the element type that the layers compute in. Returns the tensor itself if it already has that type.
    /// </summary>
    internal static Tensor For(this Tensor value, ComputePrecision precision) =>
        precision == ComputePrecision.BFloat16 ? value.to(bfloat16) : value;

    /// <summary>Copies a weight for inference in a given precision. The copy is in the current dispose scope.</summary>
    internal static Tensor Fixed(this Tensor value, ComputePrecision precision) => value.For(precision).detach().clone();

    /// <summary>Converts a network's output to the element type of its parameters.</summary>
    internal static Tensor LikeParameters(this Tensor value, Tensor parameter)
    {
        ScalarType type = parameter.dtype;
        return value.dtype == type ? value : value.to(type);
    }

    /// <summary>Converts a 16-bit floating-point tensor to float32. Returns any other tensor itself.</summary>
    internal static Tensor AtLeastFloat32(this Tensor value) =>
        value.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? value.to(float32) : value;
}
