using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Checks measured tensors and computes distances between rows. A single NaN or infinite value would make every measure NaN, and
/// can end the process in libtorch's linear algebra.
/// </summary>
internal static class MeasuredTensors
{
    /// <summary>Maximum number of distances in a block: 64 MiB in float64.</summary>
    private const long BlockElements = 1L << 23;

    /// <summary>Checks features and converts them to float64 without gradients.</summary>
    /// <param name="features">[N, D], finite, of a floating-point type.</param>
    /// <param name="name">Parameter name for messages.</param>
    /// <param name="minimum">Minimum number of rows.</param>
    internal static Tensor Rows([NotNull] Tensor? features, string name, long minimum = 1)
    {
        Expect.Alive(features, name);
        if (features.dim() != 2 || features.size(1) < 1)
        {
            throw new ArgumentException($"{name}: expected [N, D] but was {Expect.Text(features.Sizes())}.", name);
        }

        Expect.FloatingPoint(features, name);
        Enough(features, name, minimum);
        Finite(features, name);
        return Doubles(features);
    }

    /// <summary>
    /// Checks that images are [N, C, H, W], finite, of a floating-point type, with enough rows and both sides at least
    /// <paramref name="side"/>.
    /// </summary>
    internal static void Images([NotNull] Tensor? images, string name, long minimum = 1, long side = 1)
    {
        Expect.Images(images, name);
        Enough(images, name, minimum);
        if (images.size(1) < 1 || images.size(2) < side || images.size(3) < side)
        {
            throw new ArgumentException(
                $"{name}: expected at least 1 channel and sides of at least {side} but was {Expect.Text(images.Sizes())}.", name);
        }

        Finite(images, name);
    }

    /// <summary>Checks that features can be compared with another set: the same number of columns, on the same device.</summary>
    internal static void Alike(Tensor features, string name, Tensor other)
    {
        if (features.size(1) != other.size(1))
        {
            throw new ArgumentException($"{name}: expected {other.size(1)} features per row but was {features.size(1)}.", name);
        }

        if (features.device_type != other.device_type || features.device_index != other.device_index)
        {
            throw new ArgumentException($"{name}: expected on {other.device} but was on {features.device}.", name);
        }
    }

    /// <summary>Checks that a tensor has at least the given number of rows.</summary>
    internal static void Enough(Tensor tensor, string name, long minimum)
    {
        if (tensor.size(0) < minimum)
        {
            throw new ArgumentException($"{name}: expected at least {minimum} rows but was {tensor.size(0)}.", name);
        }
    }

    /// <summary>Checks that all values are finite.</summary>
    internal static void Finite(Tensor tensor, string name)
    {
        using var measuring = new MeasuringScope();
        if (!tensor.isfinite().all().item<bool>())
        {
            throw new ArgumentException($"{name}: expected finite values but found NaN or infinity.", name);
        }
    }

    /// <summary>
    /// Converts to float64 without gradients. Tensors on Apple's GPU move to the CPU, because that GPU has no float64.
    /// </summary>
    internal static Tensor Doubles(Tensor tensor)
    {
        Tensor values = tensor.detach();
        return values.device_type == DeviceType.MPS ? values.cpu().to(float64) : values.to(float64);
    }

    /// <summary>
    /// Returns the number of rows in a block, at least 1, whose distances to the given number of columns fit the limit.
    /// </summary>
    internal static long BlockRows(long columns) => Math.Max(1, BlockElements / columns);

    /// <summary>Divides rows into blocks of <see cref="BlockRows"/>; the last block may be smaller.</summary>
    internal static IEnumerable<(long Start, long Length)> Blocks(long rows, long columns)
    {
        long block = BlockRows(columns);
        for (long start = 0; start < rows; start += block)
        {
            yield return (start, Math.Min(block, rows - start));
        }
    }

    /// <summary>Computes the squared distances [N, M], at least 0, between rows [N, D] and [M, D] in float64.</summary>
    internal static Tensor SquaredDistances(Tensor rows, Tensor others) =>
        rows.mm(others.t())
            .Mul_(-2)
            .Add_(rows.Square().sum(1, keepdim: true))
            .Add_(others.Square().sum(1).unsqueeze(0))
            .ClampMin_(0);
}
