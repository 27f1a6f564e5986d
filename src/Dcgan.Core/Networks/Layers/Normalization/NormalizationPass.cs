using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One pass through a layer's batch normalization and leaky ReLU: what its gradients need besides the maps and parameters.</summary>
/// <param name="parts">Numbers of images of the parts, each normalized by its own statistics.</param>
/// <param name="slope">Negative slope of the leaky ReLU; 1 for none.</param>
internal sealed class NormalizationPass(long[] parts, double slope)
{
    /// <summary>The statistics of the parts; null before the pass.</summary>
    internal PartsStatistics? Statistics { get; private set; }

    /// <summary>
    /// Whether there are vectors and memory for it: on a CPU with AVX-512, maps of float32 or bfloat16 and parameters of float32, and channels that
    /// fill vectors.
    /// </summary>
    internal static bool Supports(Tensor maps, Tensor weight, long[] parts) =>
        Vector512.IsHardwareAccelerated
        && maps.device_type == DeviceType.CPU
        && maps.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && weight.dtype == ScalarType.Float32
        && NormalizationGrid.Fits(parts, maps.size(1), maps.size(2) * maps.size(3));

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

    /// <summary>The same gradients in libtorch's operations, with gradients of their own, for penalties on gradients.</summary>
    internal (Tensor Maps, Tensor Weight, Tensor Bias) DifferentiableGradients(Tensor maps, Tensor weight, Tensor bias, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor scale, Tensor shift) = (weight.view(-1, 1, 1), bias.view(-1, 1, 1));
        var ofMaps = new List<Tensor>();
        Tensor? ofWeight = null, ofBias = null;
        foreach ((Tensor part, Tensor upstream) in maps.split(parts).Zip(gradient.split(parts)))
        {
            Tensor values = part.to(float32);
            Tensor distances = values - Mean(values);
            Tensor inverse = Mean(distances * distances).Add(BatchNormalization.Epsilon).rsqrt();
            Tensor normalized = distances * inverse;
            Tensor passes = (normalized * scale).Add(shift).detach().gt(zeros([], float32));
            Tensor slopes = upstream.to(float32) * passes.to(float32).Mul(1 - slope).Add(slope);
            Tensor ofPart = scale * inverse * (slopes - Mean(slopes) - (normalized * Mean(slopes * normalized)));
            ofMaps.Add(ofPart.to(maps.dtype));
            ofWeight = Sum(ofWeight, (slopes * normalized).sum(dim: [0, 2, 3]));
            ofBias = Sum(ofBias, slopes.sum(dim: [0, 2, 3]));
        }

        return (cat(ofMaps).MoveToOuterDisposeScope(), ofWeight!.MoveToOuterDisposeScope(), ofBias!.MoveToOuterDisposeScope());

        static Tensor Mean(Tensor values) => values.mean([0, 2, 3], keepdim: true);
        static Tensor Sum(Tensor? sum, Tensor added) => sum is null ? added : sum.Add(added);
    }
}
