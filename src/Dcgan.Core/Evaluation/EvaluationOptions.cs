namespace Dcgan.Core.Evaluation;

/// <summary>Options of an <see cref="Evaluator"/>.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Number of nearest neighbors, k, for precision, recall, density and coverage. At least 1. Default 5.</summary>
    public int Neighbors { get; init; } = 5;

    /// <summary>
    /// Number of images of each set that are kept to measure the similarity of pairs, and number of pairs drawn from these
    /// images. The first images of each set are kept. At least 2. Default 500.
    /// </summary>
    public int SimilarityImages { get; init; } = 500;

    /// <summary>Options of the sliced Wasserstein distance. The defaults are the paper's.</summary>
    public SlicedWassersteinOptions SlicedWasserstein { get; init; } = new();

    /// <summary>Seed of all random draws: patches, directions and pairs. Default 0.</summary>
    public long Seed { get; init; }

    internal EvaluationOptions Checked()
    {
        Expect.AtLeast(1, Neighbors, nameof(Neighbors));
        Expect.AtLeast(2, SimilarityImages, nameof(SimilarityImages));
        ArgumentNullException.ThrowIfNull(SlicedWasserstein);
        _ = SlicedWasserstein.Checked();
        return this;
    }
}
