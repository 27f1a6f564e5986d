using Dcgan.Core.Evaluation;

namespace TrainFaces.Measuring;

/// <summary>One of the numbers that tell how near generated images come to real ones.</summary>
/// <param name="Column">Its name in a table for programs.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Better">Which way is better, and about how much other real images would have.</param>
/// <param name="Of">The number.</param>
internal sealed record Measure(string Column, string Name, string Better, Func<EvaluationMeasures, double> Of)
{
    public static Measure FrechetOfVariance { get; } =
        new("frechet_of_variance", "Fréchet distance, of the variance", "lower, 0", measured => measured.FrechetOfVariance);

    public static Measure Precision { get; } = new("precision", "precision", "higher, 1", measured => measured.Precision);

    public static Measure Recall { get; } = new("recall", "recall", "higher, 1", measured => measured.Recall);

    public static Measure Coverage { get; } = new("coverage", "coverage", "higher, 1", measured => measured.Coverage);

    /// <summary>In the order of tables.</summary>
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
        new("multi_scale_similarity", "likeness of generated pairs (MS-SSIM)", "lower, as real", measured => measured.MultiScaleSimilarity),
        new("real_multi_scale_similarity", "likeness of real pairs (MS-SSIM)", "", measured => measured.RealMultiScaleSimilarity),
    ];
}
