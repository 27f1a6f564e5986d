namespace Dcgan.Core;

/// <summary>
/// What an <see cref="Evaluator"/> finds. Compare only measures of the same features, counts and options; one from the same
/// real images against other real ones says what the best possible is.
/// </summary>
public sealed record EvaluationMeasures
{
    /// <summary>Mean over the levels of <see cref="SlicedWassersteinDistance"/>, times 1,000. The lower, the better.</summary>
    public required double SlicedWasserstein { get; init; }

    /// <summary>Of each level, the finest details first.</summary>
    public required IReadOnlyList<double> SlicedWassersteinLevels { get; init; }

    /// <summary><see cref="FrechetDistance"/> of the features. The lower, the better.</summary>
    public required double Frechet { get; init; }

    /// <summary>
    /// <see cref="Frechet"/> as a part of the real features' total variance, which makes it free of their scale: one picture
    /// only, the real mean, has 1. Not a number where real features do not vary.
    /// </summary>
    public required double FrechetOfVariance { get; init; }

    /// <summary><see cref="Core.KernelDistance"/> of the features. The lower, the better; a little below 0 where both sets are alike.</summary>
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
    /// <see cref="StructuralSimilarity.Diversity"/> of the generated images. Above <see cref="RealMultiScaleSimilarity"/> they
    /// vary less than real ones do.
    /// </summary>
    public required double MultiScaleSimilarity { get; init; }

    /// <summary>The same of the real images: what to compare with.</summary>
    public required double RealMultiScaleSimilarity { get; init; }

    /// <summary>Real images.</summary>
    public required long RealCount { get; init; }

    /// <summary>Generated images.</summary>
    public required long GeneratedCount { get; init; }
}
