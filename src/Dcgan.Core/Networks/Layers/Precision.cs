using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The one place where values change their type on the way through a network.</summary>
internal static class Precision
{
    /// <summary>The same values in the type that the layers compute in; the tensor itself where that is its own.</summary>
    internal static Tensor For(this Tensor value, ComputePrecision precision) =>
        precision == ComputePrecision.BFloat16 ? value.to(bfloat16) : value;

    /// <summary>A copy that outlives its scope and whatever it was made of, for a layer that only uses it.</summary>
    internal static Tensor Fixed(this Tensor value, ComputePrecision precision) =>
        value.For(precision).detach().clone().DetachFromDisposeScope();

    /// <summary>What leaves a network, in the type of its parameters.</summary>
    internal static Tensor LikeParameters(this Tensor value, Tensor parameter)
    {
        ScalarType type = parameter.dtype;
        return value.dtype == type ? value : value.to(type);
    }
}
