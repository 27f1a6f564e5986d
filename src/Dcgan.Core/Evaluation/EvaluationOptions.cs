namespace Dcgan.Core;

/// <summary>How an <see cref="Evaluator"/> measures.</summary>
public sealed record EvaluationOptions
{
    /// <summary>k of precision, recall, density and coverage, at least 1. Default 5.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>
    /// The first images of each kind that the similarity of pairs is measured between, and pairs drawn of them. They are kept.
    /// At least 2. Default 500.
    /// </summary>
    public int SimilarityImages { get; init; } = 500;

    /// <summary>Of the sliced Wasserstein distance; the paper's by default.</summary>
    public SlicedWassersteinOptions SlicedWasserstein { get; init; } = new();

    /// <summary>Names what is drawn: patches, directions, pairs. Default 0.</summary>
    public long Seed { get; init; }

    internal EvaluationOptions Checked()
    {
        Expect.AtLeast(1, Neighbours, nameof(Neighbours));
        Expect.AtLeast(2, SimilarityImages, nameof(SimilarityImages));
        ArgumentNullException.ThrowIfNull(SlicedWasserstein);
        _ = SlicedWasserstein.Checked();
        return this;
    }
}
