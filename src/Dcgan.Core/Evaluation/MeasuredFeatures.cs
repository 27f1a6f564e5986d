using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>From what a host gives to the rows that are measured.</summary>
internal static class MeasuredFeatures
{
    /// <summary>Rows [N, D] in float64 of anything [N, ...], by way of a host's features or laid out as it is.</summary>
    /// <param name="values">[N, ...], finite, of a floating-point type.</param>
    /// <param name="name">The parameter's.</param>
    /// <param name="features">The host's, or null.</param>
    internal static Tensor Of([NotNull] Tensor? values, string name, Func<Tensor, Tensor>? features)
    {
        Expect.Alive(values, name);
        if (values.dim() < 2)
        {
            throw new ArgumentException($"{name}: expected [N, ...] but was {Expect.Text(values.shape)}.", name);
        }

        Expect.FloatingPoint(values, name);
        MeasuredTensors.Enough(values, name, 1);
        return features is null
            ? MeasuredTensors.Rows(values.detach().flatten(1), name)
            : MeasuredTensors.Doubles(Extract(values, features));
    }

    /// <summary>What a host's features say of images: [N, D], maps [N, D, h, w] in the mean over their places.</summary>
    internal static Tensor Extract(Tensor images, Func<Tensor, Tensor> features)
    {
        using var measuring = new MeasuringScope();
        MeasuredTensors.Finite(images, nameof(images));
        Tensor? found = features(images);
        Expect.Alive(found, nameof(features));
        if (found.dim() is not (2 or 4) || found.shape[0] != images.shape[0] || found.shape[1] < 1)
        {
            throw new ArgumentException(
                $"features: expected [{images.shape[0]}, D] or [{images.shape[0]}, D, h, w] but returned "
                + $"{Expect.Text(found.shape)}.",
                nameof(features));
        }

        Expect.FloatingPoint(found, nameof(features));
        MeasuredTensors.Finite(found, nameof(features));
        Tensor values = found.detach();
        values = values.dtype == float64 ? values : values.to(float32);

        // A copy: the host may keep what it returned, or return the images themselves.
        return (values.dim() == 4 ? values.mean([2, 3]) : values.clone()).MoveToOuterDisposeScope();
    }
}
