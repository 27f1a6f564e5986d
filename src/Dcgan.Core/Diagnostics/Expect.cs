using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Checks what a caller hands in, before anything native sees it: some of libtorch's own checks end the process. Each
/// failure says the parameter, the rule and the value it had.
/// </summary>
internal static class Expect
{
    internal static void AtLeast(long minimum, long value, string name)
    {
        if (value < minimum)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: must be at least {minimum} but was {value}.");
        }
    }

    internal static void AtMost(long maximum, long value, string name)
    {
        if (value > maximum)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: must be at most {maximum} but was {value}.");
        }
    }

    internal static void Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(
                name, $"{name}: must be one of {string.Join(", ", Enum.GetNames<TEnum>())} but was {value}.");
        }
    }

    /// <summary>A number within [minimum, limit), and so not NaN.</summary>
    internal static void Within(double minimum, double limit, double value, string name)
    {
        if (!(value >= minimum && value < limit))
        {
            string range = double.IsPositiveInfinity(limit)
                ? string.Create(CultureInfo.InvariantCulture, $"at least {minimum} and finite")
                : string.Create(CultureInfo.InvariantCulture, $"at least {minimum} and below {limit}");
            throw new ArgumentOutOfRangeException(
                name, string.Create(CultureInfo.InvariantCulture, $"{name}: must be {range} but was {value}."));
        }
    }

    /// <summary>A number within [minimum, maximum], and so not NaN.</summary>
    internal static void Between(double minimum, double maximum, double value, string name)
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new ArgumentOutOfRangeException(
                name, FormattableString.Invariant($"{name}: must be {minimum} to {maximum} but was {value}."));
        }
    }

    internal static void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name}: must be finite but was {value}."));
        }
    }

    internal static void Above(double limit, double value, string name)
    {
        if (!(value > limit))
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name}: must be above {limit} but was {value}."));
        }
    }

    /// <summary>A tensor that lives, of the given shape; -1 stands for any number of rows and is written N.</summary>
    internal static void Shape([NotNull] Tensor? tensor, string name, params ReadOnlySpan<long> expected)
    {
        Alive(tensor, name);
        long[] actual = tensor.shape;
        bool fits = actual.Length == expected.Length;
        for (int i = 0; fits && i < actual.Length; i++)
        {
            fits = expected[i] < 0 || actual[i] == expected[i];
        }

        if (!fits)
        {
            throw new ArgumentException($"{name}: expected {Text(expected)} but was {Text(actual)}.", name);
        }
    }

    /// <summary>A network that lives, as one of its parameters shows.</summary>
    internal static void NotDisposed(Tensor parameter, object network) =>
        ObjectDisposedException.ThrowIf(parameter.IsInvalid, network);

    internal static void Alive([NotNull] Tensor? tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.IsInvalid)
        {
            throw new ArgumentException($"{name}: the tensor has been disposed.", name);
        }
    }

    /// <summary>Images of any size, of a floating-point type.</summary>
    internal static void Images([NotNull] Tensor? images, string name) => FloatingPoint(images, name, 4, "[N, C, H, W]");

    /// <summary>One image of any size, of a floating-point type.</summary>
    internal static void Image([NotNull] Tensor? image, string name) => FloatingPoint(image, name, 3, "[C, H, W]");

    /// <summary>Latents of any size, at least one, of a floating-point type.</summary>
    internal static void Latents([NotNull] Tensor? latents, string name)
    {
        FloatingPoint(latents, name, 2, "[N, Z]");
        if (latents.numel() == 0)
        {
            throw new ArgumentException($"{name}: expected at least 1 row and 1 column but was {Text(latents.shape)}.", name);
        }
    }

    /// <summary>Logits of any number of images, two of each or one, of a floating-point type.</summary>
    internal static void Logits([NotNull] Tensor? logits, string name)
    {
        FloatingPoint(logits, name, 2, "[N, 2] or [N, 1]");
        if (logits.shape[1] is not (1 or 2))
        {
            throw new ArgumentException($"{name}: expected [N, 2] or [N, 1] but was {Text(logits.shape)}.", name);
        }
    }

    /// <summary>Features of at least one image, in any form, of a floating-point type.</summary>
    internal static void Features([NotNull] Tensor? features, string name)
    {
        Alive(features, name);
        FloatingPoint(features, name, Math.Max(2, (int)features.dim()), "[N, ...]");
        if (features.numel() == 0)
        {
            throw new ArgumentException($"{name}: expected at least 1 row and 1 feature but was {Text(features.shape)}.", name);
        }
    }

    /// <summary>A batch large enough for what is done with it.</summary>
    internal static void Batch(Tensor tensor, string name, bool training)
    {
        long count = tensor.shape[0];
        if (training && count < 2)
        {
            throw new ArgumentException(
                $"{name}: batch normalisation in training needs a batch of at least 2 but was {count}.", name);
        }

        if (count < 1)
        {
            throw new ArgumentException($"{name}: expected at least 1 row but was 0.", name);
        }
    }

    /// <summary>The element type and the device of another tensor, such as the network's own parameters.</summary>
    internal static void Alike(Tensor tensor, string name, Tensor other)
    {
        Type(tensor, name, other.dtype);
        if (tensor.device_type != other.device_type || tensor.device_index != other.device_index)
        {
            throw new ArgumentException($"{name}: expected on {other.device} but was on {tensor.device}.", name);
        }
    }

    internal static void Type(Tensor tensor, string name, ScalarType expected)
    {
        ScalarType actual = tensor.dtype;
        if (actual != expected)
        {
            string hint = actual == ScalarType.Byte ? "; ImagePixels.ToImages makes images of bytes" : string.Empty;
            throw new ArgumentException($"{name}: expected {expected} but was {actual}{hint}.", name);
        }
    }

    private static void FloatingPoint([NotNull] Tensor? tensor, string name, int rank, string form)
    {
        Alive(tensor, name);
        if (tensor.dim() != rank)
        {
            throw new ArgumentException($"{name}: expected {form} but was {Text(tensor.shape)}.", name);
        }

        FloatingPoint(tensor, name);
    }

    /// <summary>A tensor of a floating-point type.</summary>
    internal static void FloatingPoint(Tensor tensor, string name)
    {
        if (!tensor.is_floating_point())
        {
            throw new ArgumentException($"{name}: expected a floating-point type but was {tensor.dtype}.", name);
        }
    }

    /// <summary>A shape as messages have it; -1 is written N.</summary>
    internal static string Text(ReadOnlySpan<long> shape)
    {
        var sizes = new List<string>(shape.Length);
        foreach (long size in shape)
        {
            sizes.Add(size < 0 ? "N" : size.ToString(CultureInfo.InvariantCulture));
        }

        return $"[{string.Join(", ", sizes)}]";
    }
}
