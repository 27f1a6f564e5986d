using Dcgan.Core.Evaluation;

namespace TrainFaces.Measuring;

/// <summary>A measure of how similar generated images are to real images.</summary>
/// <param name="Column">Column name in measures.csv.</param>
/// <param name="Name">Display name.</param>
/// <param name="Better">Whether lower or higher values are better, and the approximate value for other real images.</param>
/// <param name="Select">Selects the value from the results of an evaluation.</param>
internal sealed record Measure(string Column, string Name, string Better, Func<EvaluationMeasures, double> Select)
{
    public static Measure FrechetOfVariance { get; } =
        new("frechet_of_variance", "Fréchet distance / real variance", "lower, 0", measured => measured.FrechetOfVariance);

    public static Measure Precision { get; } = new("precision", "precision", "higher, 1", measured => measured.Precision);

    public static Measure Recall { get; } = new("recall", "recall", "higher, 1", measured => measured.Recall);

    public static Measure Coverage { get; } = new("coverage", "coverage", "higher, 1", measured => measured.Coverage);

    /// <summary>All measures, in the order of the table and of measures.csv.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("sliced_wasserstein", "sliced Wasserstein distance", "lower, 0", measured => measured.SlicedWasserstein),
        new("frechet", "Fréchet distance", "lower, 0", measured => measured.Frechet),
        FrechetOfVariance,
        new("kernel_distance", "kernel distance", "lower, 0", measured => measured.KernelDistance),
        Precision,
        Recall,
        new("density", "density", "higher, 1", measured => measured.Density),
        Coverage,
        new("multi_scale_similarity", "MS-SSIM of generated pairs", "lower, as real", measured => measured.MultiScaleSimilarity),
        new("real_multi_scale_similarity", "MS-SSIM of real pairs", "", measured => measured.RealMultiScaleSimilarity),
    ];
}
