using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Checks of what is measured. A value that is not finite would make every measure so, and in libtorch's linear algebra it can
/// end the process.
/// </summary>
internal static class MeasuredTensors
{
    /// <summary>Distances of a block of rows to all columns fill at most so many numbers: 64 MB in float64.</summary>
    private const long BlockElements = 1L << 23;

    /// <summary>Features as they are computed with: in float64, without gradients.</summary>
    /// <param name="features">[N, D], finite, of a floating-point type.</param>
    /// <param name="name">The parameter's.</param>
    /// <param name="minimum">Rows, at least.</param>
    internal static Tensor Rows([NotNull] Tensor? features, string name, long minimum = 1)
    {
        Expect.Alive(features, name);
        if (features.dim() != 2 || features.shape[1] < 1)
        {
            throw new ArgumentException($"{name}: expected [N, D] but was {Expect.Text(features.shape)}.", name);
        }

        Expect.FloatingPoint(features, name);
        Enough(features, name, minimum);
        Finite(features, name);
        return Doubles(features);
    }

    /// <summary>Images [N, C, H, W] of both sides at least <paramref name="side"/>, finite, of a floating-point type.</summary>
    internal static void Images([NotNull] Tensor? images, string name, long minimum = 1, long side = 1)
    {
        Expect.Images(images, name);
        Enough(images, name, minimum);
        if (images.shape[1] < 1 || images.shape[2] < side || images.shape[3] < side)
        {
            throw new ArgumentException(
                $"{name}: expected at least 1 channel and sides of at least {side} but was {Expect.Text(images.shape)}.", name);
        }

        Finite(images, name);
    }

    /// <summary>A set that is measured against another: as many columns, on the same device.</summary>
    internal static void Alike(Tensor features, string name, Tensor other)
    {
        if (features.shape[1] != other.shape[1])
        {
            throw new ArgumentException(
                $"{name}: expected {other.shape[1]} features, as the other set has, but was {features.shape[1]}.", name);
        }

        if (features.device_type != other.device_type || features.device_index != other.device_index)
        {
            throw new ArgumentException($"{name}: expected on {other.device} but was on {features.device}.", name);
        }
    }

    internal static void Enough(Tensor tensor, string name, long minimum)
    {
        if (tensor.shape[0] < minimum)
        {
            throw new ArgumentException($"{name}: expected at least {minimum} rows but was {tensor.shape[0]}.", name);
        }
    }

    internal static void Finite(Tensor tensor, string name)
    {
        using var measuring = new MeasuringScope();
        if (!tensor.isfinite().all().item<bool>())
        {
            throw new ArgumentException($"{name}: expected finite values but found one that is not.", name);
        }
    }

    /// <summary>In float64. Apple's GPU has no such type: what lies there comes to the CPU.</summary>
    internal static Tensor Doubles(Tensor tensor)
    {
        Tensor values = tensor.detach();
        return values.device_type == DeviceType.MPS ? values.cpu().to(float64) : values.to(float64);
    }

    /// <summary>Rows of a block whose distances to so many columns still fit.</summary>
    internal static long BlockRows(long columns) => Math.Max(1, BlockElements / columns);

    /// <summary>Squared distances [N, M] between rows [N, D] and [M, D], in float64, not below 0.</summary>
    internal static Tensor SquaredDistances(Tensor rows, Tensor others) =>
        rows.mm(others.t())
            .mul_(-2)
            .add_(rows.square().sum(1, keepdim: true))
            .add_(others.square().sum(1).unsqueeze(0))
            .clamp_min_(0);
}
