using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>Computes the feature rows that are measured from images or other values.</summary>
internal static class MeasuredFeatures
{
    /// <summary>
    /// Computes feature rows from values: the host's features, or the flattened values if the host has no feature function.
    /// </summary>
    /// <param name="values">[N, ...], N at least 1, finite, of a floating-point type.</param>
    /// <param name="name">Parameter name for messages.</param>
    /// <param name="features">The host's features, or null.</param>
    /// <returns>[N, D], float64, in the current dispose scope.</returns>
    internal static Tensor Rows([NotNull] Tensor? values, string name, Func<Tensor, Tensor>? features)
    {
        Expect.Alive(values, name);
        if (values.dim() < 2)
        {
            throw new ArgumentException($"{name}: expected [N, ...] but was {Expect.Text(values.Sizes())}.", name);
        }

        Expect.FloatingPoint(values, name);
        MeasuredTensors.Enough(values, name, 1);
        return features is null
            ? MeasuredTensors.Rows(values.detach().flatten(1), name)
            : MeasuredTensors.Doubles(Extract(values, features));
    }

    /// <summary>
    /// Computes the host's features of images and checks them. Feature maps [N, D, h, w] are averaged over h and w.
    /// </summary>
    /// <returns>[N, D], float32 or float64, in the current dispose scope.</returns>
    internal static Tensor Extract(Tensor images, Func<Tensor, Tensor> features)
    {
        using var measuring = new MeasuringScope();
        MeasuredTensors.Finite(images, nameof(images));
        Tensor? found = features(images);
        Expect.Alive(found, nameof(features));
        if (found.dim() is not (2 or 4) || found.size(0) != images.size(0) || found.size(1) < 1)
        {
            throw new ArgumentException(
                $"features: expected [{images.size(0)}, D] or [{images.size(0)}, D, h, w] but returned "
                + $"{Expect.Text(found.Sizes())}.",
                nameof(features));
        }

        Expect.FloatingPoint(found, nameof(features));
        MeasuredTensors.Finite(found, nameof(features));
        Tensor values = found.detach();
        values = values.dtype == float64 ? values : values.to(float32);

        // A copy, because the host may keep the returned tensor, or return the images themselves.
        return (values.dim() == 4 ? values.mean([2, 3]) : values.clone()).MoveToOuterDisposeScope();
    }
}
