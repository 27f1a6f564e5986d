using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Checks of tensors and networks.</content>
internal static partial class Expect
{
    /// <summary>
    /// Requires a tensor that is not disposed and has the given shape. -1 means any size; messages show it as N.
    /// </summary>
    internal static void Shape([NotNull] Tensor? tensor, string name, params ReadOnlySpan<long> expected)
    {
        Alive(tensor, name);
        long[] actual = tensor.Sizes();
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

    /// <summary>Requires a network that is not disposed; checks one of its parameters.</summary>
    internal static void NotDisposed(Tensor parameter, object network) =>
        ObjectDisposedException.ThrowIf(parameter.IsInvalid, network);

    /// <summary>Requires a tensor that is neither null nor disposed, and that is dense and has data.</summary>
    internal static void Alive([NotNull] Tensor? tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.IsInvalid)
        {
            throw new ArgumentException($"{name}: the tensor has been disposed.", name);
        }

        if (MissingData(tensor) is string fault)
        {
            throw new ArgumentException($"{name}: {fault}.", name);
        }
    }

    /// <summary>Requires images [N, C, H, W] of any size, of a floating-point type.</summary>
    internal static void Images([NotNull] Tensor? images, string name) => FloatingPoint(images, name, 4, "[N, C, H, W]");

    /// <summary>Requires one image [C, H, W] of any size, of a floating-point type.</summary>
    internal static void Image([NotNull] Tensor? image, string name) => FloatingPoint(image, name, 3, "[C, H, W]");

    /// <summary>Requires latents [N, Z] of any size, N and Z at least 1, of a floating-point type.</summary>
    internal static void Latents([NotNull] Tensor? latents, string name)
    {
        FloatingPoint(latents, name, 2, "[N, Z]");
        if (latents.numel() == 0)
        {
            throw new ArgumentException($"{name}: expected at least 1 row and 1 column but was {Text(latents.Sizes())}.", name);
        }
    }

    /// <summary>Requires logits [N, 2] or [N, 1] of a floating-point type.</summary>
    internal static void Logits([NotNull] Tensor? logits, string name)
    {
        FloatingPoint(logits, name, 2, "[N, 2] or [N, 1]");
        if (logits.size(1) is not (1 or 2))
        {
            throw new ArgumentException($"{name}: expected [N, 2] or [N, 1] but was {Text(logits.Sizes())}.", name);
        }
    }

    /// <summary>Requires features [N, ...] with any trailing shape, N at least 1, of a floating-point type.</summary>
    internal static void Features([NotNull] Tensor? features, string name)
    {
        Alive(features, name);
        FloatingPoint(features, name, Math.Max(2, (int)features.dim()), "[N, ...]");
        if (features.numel() == 0)
        {
            throw new ArgumentException($"{name}: expected at least 1 row and 1 feature but was {Text(features.Sizes())}.", name);
        }
    }

    /// <summary>Requires a batch size of at least 1, or at least 2 in training.</summary>
    internal static void Batch(Tensor tensor, string name, bool training)
    {
        long count = tensor.size(0);
        if (training && count < 2)
        {
            throw new ArgumentException(
                $"{name}: batch normalization in training needs a batch of at least 2 but was {count}.", name);
        }

        if (count < 1)
        {
            throw new ArgumentException($"{name}: expected at least 1 row but was 0.", name);
        }
    }

    /// <summary>Requires the element type and the device of another tensor, such as a parameter of the network.</summary>
    internal static void Alike(Tensor tensor, string name, Tensor other)
    {
        Type(tensor, name, other.dtype);
        if (tensor.device_type != other.device_type || tensor.device_index != other.device_index)
        {
            throw new ArgumentException($"{name}: expected on {other.device} but was on {tensor.device}.", name);
        }
    }

    /// <summary>Why a tensor that is not disposed has no values one after the other in memory; null if it has.</summary>
    internal static string? MissingData(Tensor tensor) =>
        tensor.is_sparse ? "the tensor is sparse"
        : tensor.is_meta ? "the tensor is on the meta device and has no data"
        : null;

    /// <summary>Requires values that are neither NaN nor infinite. Waits for the device.</summary>
    internal static void AllFinite(Tensor tensor, string name)
    {
        if (!AreFinite(tensor))
        {
            throw new ArgumentException($"{name}: must be finite but contain NaN or infinite values.", name);
        }
    }

    /// <summary>Whether no value is NaN or infinite. Reads all values, and waits for the device.</summary>
    internal static bool AreFinite(Tensor values)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }

    /// <summary>Requires an element type.</summary>
    internal static void Type(Tensor tensor, string name, ScalarType expected)
    {
        ScalarType actual = tensor.dtype;
        if (actual != expected)
        {
            string hint = actual == ScalarType.Byte ? "; ImagePixels.ToImages converts bytes to images" : string.Empty;
            throw new ArgumentException($"{name}: expected {expected} but was {actual}{hint}.", name);
        }
    }

    private static void FloatingPoint([NotNull] Tensor? tensor, string name, int rank, string form)
    {
        Alive(tensor, name);
        if (tensor.dim() != rank)
        {
            throw new ArgumentException($"{name}: expected {form} but was {Text(tensor.Sizes())}.", name);
        }

        FloatingPoint(tensor, name);
    }

    /// <summary>Requires a floating-point type.</summary>
    internal static void FloatingPoint(Tensor tensor, string name)
    {
        if (!tensor.is_floating_point())
        {
            throw new ArgumentException($"{name}: expected a floating-point type but was {tensor.dtype}.", name);
        }
    }

    /// <summary>Formats a shape for messages; -1 becomes N.</summary>
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
