using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One forward pass through a layer's batch normalization and leaky ReLU, and its gradients.</summary>
/// <param name="parts">Numbers of images of the parts, each normalized by its own statistics.</param>
/// <param name="slope">Negative slope of the leaky ReLU; 1 for none.</param>
internal sealed class NormalizationPass(long[] parts, double slope)
{
    /// <summary>The statistics of the parts; null before the pass.</summary>
    internal PartsStatistics? Statistics { get; private set; }

    /// <summary>
    /// Whether it can normalize these maps: on a CPU with vectors of 512 bits, float32 or bfloat16, with channels that fill vectors. What it
    /// does not support, libtorch computes or refuses.
    /// </summary>
    /// <param name="maps">[N, C, H, W].</param>
    /// <param name="parts">Numbers of images of the parts.</param>
    /// <param name="vectors">The parameters and running statistics, each [C].</param>
    internal static bool Supports(Tensor maps, long[] parts, params ReadOnlySpan<Tensor?> vectors)
    {
        if (!Vector512.IsHardwareAccelerated
            || maps.device_type != DeviceType.CPU
            || maps.dtype is not (ScalarType.Float32 or ScalarType.BFloat16)
            || parts.Sum() != maps.size(0)
            || !NormalizationGrid.Fits(parts, maps.size(1), maps.size(2) * maps.size(3)))
        {
            return false;
        }

        foreach (Tensor? vector in vectors)
        {
            if (vector is not null
                && (vector.dtype != ScalarType.Float32
                    || vector.device_type != DeviceType.CPU
                    || vector.numel() != maps.size(1)
                    || !vector.is_contiguous()))
            {
                return false;
            }
        }

        return true;
    }

    internal Tensor Forward(Tensor maps, Tensor weight, Tensor bias)
    {
        using IDisposable noGradients = no_grad();
        (Tensor result, Statistics) = maps.dtype == ScalarType.BFloat16
            ? FusedNormalization<BFloat16Element>.Forward(maps, weight, bias, parts, (float)slope)
            : FusedNormalization<PlainElement<float>>.Forward(maps, weight, bias, parts, (float)slope);
        return result;
    }

    internal (Tensor Maps, Tensor Weight, Tensor Bias) Gradients(Tensor maps, Tensor gradient) => maps.dtype == ScalarType.BFloat16
        ? FusedNormalization<BFloat16Element>.Backward(maps, gradient, parts, Statistics!, (float)slope)
        : FusedNormalization<PlainElement<float>>.Backward(maps, gradient, parts, Statistics!, (float)slope);

    /// <summary>The same gradients in libtorch's operations, which have gradients too, for penalties on gradients.</summary>
    internal (Tensor Maps, Tensor Weight, Tensor Bias) DifferentiableGradients(Tensor maps, Tensor weight, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scale = weight.view(-1, 1, 1);
        var ofMaps = new List<Tensor>();
        Tensor? ofWeight = null, ofBias = null;
        foreach ((int index, (Tensor part, Tensor upstream)) in maps.split(parts).Zip(gradient.split(parts)).Index())
        {
            Tensor values = part.to(float32);
            Tensor distances = values - Mean(values);
            Tensor inverse = Mean(distances * distances).Add(BatchNormalization.Epsilon).rsqrt();
            Tensor normalized = distances * inverse;
            Tensor ofOutput = upstream.to(float32);
            Tensor slopes = where(Passes(values, index), ofOutput, slope == 0 ? zeros_like(ofOutput) : ofOutput.Mul(slope));
            Tensor ofPart = scale * inverse * (slopes - Mean(slopes) - (normalized * Mean(slopes * normalized)));
            ofMaps.Add(ofPart.to(maps.dtype));
            ofWeight = Sum(ofWeight, (slopes * normalized).sum(dim: [0, 2, 3]));
            ofBias = Sum(ofBias, slopes.sum(dim: [0, 2, 3]));
        }

        return (cat(ofMaps).MoveToOuterDisposeScope(), ofWeight!.MoveToOuterDisposeScope(), ofBias!.MoveToOuterDisposeScope());

        // Where leaky ReLU passed the maps of the forward pass. Products of float32 are exact in float64, as in its fused multiply-add.
        Tensor Passes(Tensor values, int part)
        {
            (Tensor scales, Tensor shifts) = Statistics!.Affine(part, values.size(1));
            Tensor normalized = (values.detach().to(float64) * scales).Add(shifts);
            return normalized.gt(zeros_like(normalized));
        }

        static Tensor Mean(Tensor values) => values.mean([0, 2, 3], keepdim: true);
        static Tensor Sum(Tensor? sum, Tensor added) => sum is null ? added : sum.Add(added);
    }
}
