using TorchSharp;
using static TorchSharp.torch;

#pragma warning disable SA1402, CS1591, CA1303, CA1062, CA1024, CA1822, SA1649, RS0016, RS0026, RS0027
namespace Dcgan.Core;

/// <summary>A stand-in until the measures are merged; then this file goes.</summary>
public sealed record EvaluationOptions;

/// <summary>A stand-in until the measures are merged; then this file goes.</summary>
public sealed record EvaluationMeasures
{
    public required double SlicedWasserstein { get; init; }

    public required double Frechet { get; init; }

    public required double FrechetOfVariance { get; init; }

    public required double KernelDistance { get; init; }

    public required double Precision { get; init; }

    public required double Recall { get; init; }

    public required double Density { get; init; }

    public required double Coverage { get; init; }

    public required double MultiScaleSimilarity { get; init; }

    public required double RealMultiScaleSimilarity { get; init; }

    public required IReadOnlyList<double> SlicedWassersteinLevels { get; init; }

    public required long RealCount { get; init; }

    public required long GeneratedCount { get; init; }
}

/// <summary>A stand-in until the measures are merged; then this file goes.</summary>
public sealed class Evaluator(Func<Tensor, Tensor> features, EvaluationOptions? options = null) : IDisposable
{
    private (double Sum, int Count) real;
    private (double Sum, int Count) generated;

    public EvaluationOptions Options { get; } = options ?? new();

    public void AddReal(Tensor images) => real = Add(real, images);

    public void AddGenerated(Tensor images) => generated = Add(generated, images);

    public void ClearGenerated() => generated = default;

    public EvaluationMeasures Measure()
    {
        double far = Math.Abs((real.Sum / real.Count) - (generated.Sum / generated.Count));
        return new()
        {
            SlicedWasserstein = far,
            Frechet = far,
            FrechetOfVariance = far,
            KernelDistance = far,
            Precision = 1 / (1 + far),
            Recall = 1 / (1 + far),
            Density = 1 / (1 + far),
            Coverage = 1 / (1 + far),
            MultiScaleSimilarity = double.NaN,
            RealMultiScaleSimilarity = double.NaN,
            SlicedWassersteinLevels = [far],
            RealCount = real.Count,
            GeneratedCount = generated.Count,
        };
    }

    public void Dispose()
    {
    }

    private (double Sum, int Count) Add((double Sum, int Count) set, Tensor images)
    {
        using var noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return (set.Sum + features(images).flatten(1).mean([1]).sum().ToDouble(), set.Count + (int)images.shape[0]);
    }
}
