using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// TorchSharp's operators that read a <see cref="Scalar"/>, under their names in PascalCase. The library calls no others: a test
/// reads its IL.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 passes a Scalar's native address to libtorch and does not keep the object alive during the call. That applies
/// to operators with numbers, and to those that create a Scalar themselves, such as the sum of two tensors, whose factor is 1. If
/// another thread starts a garbage collection at that moment, the finalizer frees the memory, and the operator fails or computes
/// with a wrong number. These operators keep each Scalar until the call has returned.
/// </remarks>
internal static class ScalarOperators
{
    /// <summary>The factor of the second term in sums. Never collected.</summary>
    private static readonly Scalar One = 1L.ToScalar();

    internal static Tensor Add(this Tensor left, Tensor right) => left.add(right, One);

    internal static Tensor Add_(this Tensor left, Tensor right) => left.add_(right, One);

    internal static Tensor Add_(this Tensor left, Tensor right, Number factor)
    {
        using Scalar alpha = factor.ToScalar();
        return left.add_(right, alpha);
    }

    // A number also converts to a tensor.
    [OverloadResolutionPriority(1)]
    internal static Tensor Add(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.add(scalar, One));

    [OverloadResolutionPriority(1)]
    internal static Tensor Add_(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.add_(scalar, One));

    internal static Tensor Sub(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.sub(scalar));

    internal static Tensor Sub_(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.sub_(scalar));

    /// <summary>Computes 1 - x.</summary>
    internal static Tensor OneMinus(this Tensor tensor) => tensor.neg().add(One, One);

    internal static Tensor Mul(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.mul(scalar));

    internal static Tensor Mul_(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.mul_(scalar));

    internal static Tensor Div(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.div(scalar));

    internal static Tensor Div_(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.div_(scalar));

    internal static Tensor FloorDivide(this Tensor left, Number right) =>
        left.With(right, static (tensor, scalar) => tensor.floor_divide(scalar));

    internal static Tensor Remainder(this Tensor left, Number right) =>
        left.With(right, static (tensor, scalar) => tensor.remainder(scalar));

    internal static Tensor Remainder_(this Tensor left, Number right) =>
        left.With(right, static (tensor, scalar) => tensor.remainder_(scalar));

    internal static Tensor Square(this Tensor tensor) => tensor.Pow(2);

    internal static Tensor Pow(this Tensor tensor, Number exponent) =>
        tensor.With(exponent, static (tensor, scalar) => tensor.pow(scalar));

    internal static Tensor Pow_(this Tensor tensor, Number exponent) =>
        tensor.With(exponent, static (tensor, scalar) => tensor.pow_(scalar));

    internal static Tensor Eq(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.eq(scalar));

    internal static Tensor Ge(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.ge(scalar));

    internal static Tensor Gt(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.gt(scalar));

    internal static Tensor Le(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.le(scalar));

    internal static Tensor Lt(this Tensor left, Number right) => left.With(right, static (tensor, scalar) => tensor.lt(scalar));

    internal static Tensor Clamp(this Tensor tensor, Number minimum, Number maximum) =>
        tensor.With(minimum, maximum, static (tensor, lower, upper) => tensor.clamp(lower, upper));

    internal static Tensor Clamp_(this Tensor tensor, Number minimum, Number maximum) =>
        tensor.With(minimum, maximum, static (tensor, lower, upper) => tensor.clamp_(lower, upper));

    internal static Tensor ClampMin(this Tensor tensor, Number minimum) =>
        tensor.With(minimum, static (tensor, scalar) => tensor.clamp_min(scalar));

    internal static Tensor ClampMin_(this Tensor tensor, Number minimum) =>
        tensor.With(minimum, static (tensor, scalar) => tensor.clamp_min_(scalar));

    internal static Tensor ClampMax(this Tensor tensor, Number maximum) =>
        tensor.With(maximum, static (tensor, scalar) => tensor.clamp_max(scalar));

    internal static Tensor ClampMax_(this Tensor tensor, Number maximum) =>
        tensor.With(maximum, static (tensor, scalar) => tensor.clamp_max_(scalar));

    internal static Tensor LeakyRelu_(this Tensor tensor, double negativeSlope) =>
        tensor.With(negativeSlope, static (tensor, scalar) => tensor.leaky_relu_(scalar));

    internal static Tensor Fill_(this Tensor tensor, Number value) =>
        tensor.With(value, static (tensor, scalar) => tensor.fill_(scalar));

    internal static Tensor MaskedFill(this Tensor tensor, Tensor mask, Number value)
    {
        using Scalar scalar = value.ToScalar();
        return tensor.masked_fill(mask, scalar);
    }

    /// <summary>Computes <paramref name="tensor"/> + <paramref name="left"/> · <paramref name="right"/>.</summary>
    internal static Tensor AddCMul(this Tensor tensor, Tensor left, Tensor right) => tensor.addcmul(left, right, One);

    /// <summary>Adds <paramref name="left"/> · <paramref name="right"/> in place.</summary>
    internal static Tensor AddCMul_(this Tensor tensor, Tensor left, Tensor right) => tensor.addcmul_(left, right, One);

    internal static Tensor Full(long[] shape, double value, ScalarType type, Device device)
    {
        using Scalar scalar = value.ToScalar();
        return full(shape, scalar, type, device);
    }

    /// <summary>Fills a tensor of the same shape, type, device and strides.</summary>
    internal static Tensor FullLike(this Tensor tensor, double value) =>
        tensor.With(value, static (tensor, scalar) => full_like(tensor, scalar));

    /// <summary>Creates the int64 numbers 0, 1, ..., <paramref name="stop"/> - 1.</summary>
    internal static Tensor Arange(long stop, Device? device = null) => Arange(0, stop, device);

    /// <summary>Creates the int64 numbers from <paramref name="start"/> to <paramref name="stop"/> - 1.</summary>
    internal static Tensor Arange(long start, long stop, Device? device = null)
    {
        using Scalar first = start.ToScalar();
        using Scalar end = stop.ToScalar();
        return arange(first, end, One, int64, device);
    }

    private static Tensor With(this Tensor tensor, Number number, Func<Tensor, Scalar, Tensor> apply)
    {
        using Scalar scalar = number.ToScalar();
        return apply(tensor, scalar);
    }

    private static Tensor With(this Tensor tensor, Number first, Number second, Func<Tensor, Scalar, Scalar, Tensor> apply)
    {
        using Scalar one = first.ToScalar();
        using Scalar other = second.ToScalar();
        return apply(tensor, one, other);
    }
}
