using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

/// <summary>Tests progress and cancellation of the measures if they are called directly.</summary>
public sealed class MeasureProgressTests
{
    private delegate void Measurement(IProgress<double>? progress, CancellationToken cancellationToken);

    [Fact]
    public void The_manifold_reports_blocks_of_rows()
    {
        using torch.Tensor real = Features.Normal(2950, 2, seed: 1);
        using torch.Tensor generated = Features.Normal(2900, 2, seed: 2);

        // 2 blocks of distances within each set and 2 blocks between the sets.
        ShouldReportAndCancel((progress, token) => Manifold.Measure(real, generated, 5, progress, token), reports: 6);
    }

    [Fact]
    public void The_kernel_distance_reports_blocks_of_rows()
    {
        using torch.Tensor real = Features.Normal(2950, 2, seed: 3);
        using torch.Tensor generated = Features.Normal(2900, 2, seed: 4);

        ShouldReportAndCancel((progress, token) => KernelDistance.Measure(real, generated, progress, token), reports: 6);
    }

    [Fact]
    public void The_kernel_distance_over_subsets_reports_three_sums_per_pair_of_subsets()
    {
        using torch.Tensor real = Features.Normal(30, 2, seed: 5);
        using torch.Tensor generated = Features.Normal(20, 2, seed: 6);

        ShouldReportAndCancel(
            (progress, token) => KernelDistance.MeasureSubsets(real, generated, 4, 10, 0, progress, token), reports: 12);
    }

    [Fact]
    public void The_Frechet_distance_reports_its_decompositions()
    {
        using torch.Tensor rows = Features.Normal(30, 3, seed: 7);
        using var real = new FeatureStatistics();
        using var generated = new FeatureStatistics();
        real.Add(rows);
        generated.Add(rows);

        ShouldReportAndCancel((progress, token) => FrechetDistance.Measure(real, generated, progress, token), reports: 3);
    }

    [Fact]
    public void The_sliced_Wasserstein_distance_reports_normalizations_and_blocks_of_directions()
    {
        using torch.Tensor images = Features.Images(6, 1, 32, 32, seed: 8);
        using var distance = new SlicedWassersteinDistance(new() { PatchesPerImage = 4, Projections = 70 });
        distance.AddReal(images);
        distance.AddGenerated(images);

        // Per level: 2 normalizations and blocks of 32, 32 and 6 directions.
        ShouldReportAndCancel((progress, token) => distance.Measure(progress, token), reports: 10);
    }

    [Fact]
    public void Adding_images_to_the_sliced_Wasserstein_distance_reports_every_64_images()
    {
        using torch.Tensor images = Features.Images(130, 1, 16, 16, seed: 8);

        ShouldReportAndCancel(
            (progress, token) =>
            {
                using var distance = new SlicedWassersteinDistance(new() { PatchesPerImage = 4 });
                distance.AddReal(images, progress, token);
                distance.RealCount.Should().Be(130);
            },
            reports: 3);
    }

    [Fact]
    public void The_similarity_of_pairs_reports_blocks_of_at_most_131072_values()
    {
        // 21 images of 12,288 values: blocks of 10, 10 and 1.
        using torch.Tensor images = Features.Images(21, 3, 64, 64, seed: 9);
        using torch.Tensor others = Features.Images(21, 3, 64, 64, seed: 10);

        ShouldReportAndCancel(
            (progress, token) => StructuralSimilarity.Measure(images, others, progress: progress, cancellationToken: token).Dispose(),
            reports: 3);
    }

    [Fact]
    public void Diversity_reports_blocks_of_pairs()
    {
        using torch.Tensor images = Features.Images(6, 1, 16, 16, seed: 9);

        ShouldReportAndCancel(
            (progress, token) => StructuralSimilarity.MeasureDiversity(images, 150, progress: progress, cancellationToken: token),
            reports: 3);
    }

    private static void ShouldReportAndCancel(Measurement measure, int reports)
    {
        var progress = new RecordedProgress();
        measure(progress, CancellationToken.None);
        progress.Values.Should().HaveCount(reports);
        progress.ShouldAscendToOne(reports);

        using var cancellation = new CancellationTokenSource();
        var first = new RecordedProgress(_ => cancellation.Cancel());
        FluentActions.Invoking(() => measure(first, cancellation.Token)).Should().Throw<OperationCanceledException>();
        first.Values.Should().ContainSingle();
        FluentActions.Invoking(() => measure(null, cancellation.Token)).Should().Throw<OperationCanceledException>();
    }
}
