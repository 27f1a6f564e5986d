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

    /// <summary>Converts a tensor to the element type of another one. Returns the tensor itself if it already has that type.</summary>
    internal static Tensor Like(this Tensor value, Tensor other) => value.dtype == other.dtype ? value : value.to(other.dtype);

    /// <summary>Copies a weight for inference in a given precision. The copy is in the current dispose scope.</summary>
    internal static Tensor Fixed(this Tensor value, ComputePrecision precision) => value.For(precision).detach().clone();

    /// <summary>Converts a 16-bit floating-point tensor to float32. Returns any other tensor itself.</summary>
    internal static Tensor AtLeastFloat32(this Tensor value) =>
        value.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? value.to(float32) : value;
}
