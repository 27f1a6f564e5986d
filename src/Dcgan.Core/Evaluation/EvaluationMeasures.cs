namespace Dcgan.Core.Evaluation;

/// <summary>
/// All measures of one <see cref="Evaluator.Measure"/> call. Two instances are equal if all their numbers are equal. Compare only
/// measures with the same features, image counts and options. Real images measured against other real images give the best values
/// that a generator can reach.
/// </summary>
public sealed record EvaluationMeasures
{
    /// <summary>Mean of <see cref="SlicedWassersteinLevels"/>. At least 0; lower is better.</summary>
    public required double SlicedWasserstein { get; init; }

    /// <summary>
    /// <see cref="SlicedWassersteinDistance"/> on each level of the pyramid, times 1,000 as in the paper, finest details first.
    /// The list is copied when it is set. Equality compares its numbers.
    /// </summary>
    public required IReadOnlyList<double> SlicedWassersteinLevels
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = new LevelDistances(value);
        }
    }

    /// <summary><see cref="FrechetDistance"/> of the features. At least 0; lower is better.</summary>
    public required double Frechet { get; init; }

    /// <summary>
    /// <see cref="Frechet"/> divided by the total variance of the real features, which makes it independent of their scale. A
    /// generator that always produces the mean of the real features scores 1. NaN or infinite if the real features do not vary.
    /// </summary>
    public required double FrechetOfVariance { get; init; }

    /// <summary>
    /// <see cref="Evaluation.KernelDistance"/> of the features. Lower is better. The estimate is unbiased, so it can be slightly
    /// below 0 if both sets come from the same distribution.
    /// </summary>
    public required double KernelDistance { get; init; }

    /// <inheritdoc cref="ManifoldMeasures(double, double, double, double)" path="/param[@name='Precision']"/>
    public required double Precision { get; init; }

    /// <inheritdoc cref="ManifoldMeasures(double, double, double, double)" path="/param[@name='Recall']"/>
    public required double Recall { get; init; }

    /// <inheritdoc cref="ManifoldMeasures(double, double, double, double)" path="/param[@name='Density']"/>
    public required double Density { get; init; }

    /// <inheritdoc cref="ManifoldMeasures(double, double, double, double)" path="/param[@name='Coverage']"/>
    public required double Coverage { get; init; }

    /// <summary>
    /// Mean similarity of random pairs of generated images, in [0, 1]; see <see cref="StructuralSimilarity.MeasureDiversity"/>. A
    /// value above <see cref="RealMultiScaleSimilarity"/> means that the generated images vary less than the real images.
    /// </summary>
    public required double MultiScaleSimilarity { get; init; }

    /// <summary>
    /// Mean similarity of random pairs of real images, in [0, 1]: the reference for <see cref="MultiScaleSimilarity"/>.
    /// </summary>
    public required double RealMultiScaleSimilarity { get; init; }

    /// <summary>Number of real images.</summary>
    public required long RealCount { get; init; }

    /// <summary>Number of generated images.</summary>
    public required long GeneratedCount { get; init; }
}
