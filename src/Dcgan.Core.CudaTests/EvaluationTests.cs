using Dcgan.Core.Evaluation;
using Dcgan.Core.Tests.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

public sealed class EvaluationTests : CudaTest
{
    private static readonly EvaluationOptions Small = new()
    {
        Neighbors = 3,
        SimilarityImages = 20,
        SlicedWasserstein = new() { PatchesPerImage = 8, Projections = 16 },
        Seed = 5,
    };

    private readonly torch.Tensor real;
    private readonly torch.Tensor generated;
    private readonly torch.Tensor realRows;
    private readonly torch.Tensor generatedRows;

    // Not in initializers, which run before the base class has looked for the device.
    public EvaluationTests()
    {
        real = Features.Images(70, 3, 32, 24, seed: 1).to(torch.float64);
        generated = Features.Images(40, 3, 32, 24, seed: 2).to(torch.float64) * 0.8;
        realRows = Features.Normal(60, 7, seed: 3);
        generatedRows = Features.Normal(50, 7, seed: 4) * 0.9;
    }

    [Theory]
    [InlineData(torch.ScalarType.Float64, Near.Double)]
    [InlineData(torch.ScalarType.Float32, Near.Single)]
    public void An_evaluator_measures_what_the_CPU_measures(torch.ScalarType type, double tolerance)
    {
        EvaluationMeasures expected = Measure(torch.CPU, type);

        EvaluationMeasures measures = Measure(Gpu.Device, type);

        Near.ShouldBeNear(Numbers(measures), Numbers(expected), tolerance, "measures");
        (measures.RealCount, measures.GeneratedCount).Should().Be((70, 40));
    }

    [Fact]
    public void Features_of_a_discriminator_measure_what_the_CPU_measures()
    {
        DiscriminatorOptions options = new() { BaseSize = (8, 6), Depths = [4, 6] };
        Discriminator discriminator = TrainedNetworks.Discriminator(options);
        Discriminator expected = TrainedNetworks.Discriminator(options);
        discriminator.to(torch.float64).to(Gpu.Device);
        expected.to(torch.float64);

        torch.Tensor features = Evaluator.DiscriminatorFeatures(discriminator)(real.to(Gpu.Device));

        features.ShouldBeNear(Evaluator.DiscriminatorFeatures(expected)(real), Near.Double);
        Near.ShouldBeNear(
            Numbers(Measure(Gpu.Device, torch.float64, Evaluator.DiscriminatorFeatures(discriminator))),
            Numbers(Measure(torch.CPU, torch.float64, Evaluator.DiscriminatorFeatures(expected))),
            Near.Double,
            "measures");
    }

    [Theory]
    [InlineData(torch.ScalarType.Float64, 40, Near.Double)]
    [InlineData(torch.ScalarType.Float64, 70, Near.Double)] // As many generated images as real ones.
    [InlineData(torch.ScalarType.Float32, 40, Near.Single)]
    public void Sliced_Wasserstein_distances_are_those_of_the_CPU(torch.ScalarType type, int count, double tolerance)
    {
        double[] expected = Distances(torch.CPU);

        double[] distances = Distances(Gpu.Device);

        Near.ShouldBeNear(distances, expected, tolerance, "distances");
        distances.Should().HaveCountGreaterThan(1).And.OnlyContain(distance => distance > 0);

        double[] Distances(torch.Device device)
        {
            using var distance = new SlicedWassersteinDistance(new() { PatchesPerImage = 16, Projections = 32, SmallestSide = 8 }, seed: 2);
            distance.AddReal(real[..50].to(type, device));
            distance.AddReal(real[50..].to(type, device));
            distance.AddGenerated((count > 40 ? torch.cat([generated, real[..30] * 0.5]) : generated).to(type, device));
            SlicedWassersteinMeasures measures = distance.Measure();
            return [measures.Mean, .. measures.Levels];
        }
    }

    [Fact]
    public void Frechet_distances_are_those_of_the_CPU()
    {
        double expected = Distance(torch.CPU, torch.CPU);

        // The root of a rounding error of 1e-16 is 1e-8 only where a covariance is singular, and these are not.
        Distance(Gpu.Device, Gpu.Device).Should().BeApproximately(expected, Near.Double);
        Distance(Gpu.Device, torch.CPU).Should().BeApproximately(expected, Near.Double, "statistics may be on different devices");
        Distance(torch.CPU, Gpu.Device).Should().BeApproximately(expected, Near.Double, "statistics may be on different devices");
        expected.Should().BePositive();

        double Distance(torch.Device first, torch.Device second)
        {
            using var reals = new FeatureStatistics();
            using var others = new FeatureStatistics();
            reals.Add(realRows[..20].to(first));
            reals.Add(realRows[20..].to(first));
            others.Add(generatedRows.to(second));
            return FrechetDistance.Measure(reals, others);
        }
    }

    [Fact]
    public void Manifold_measures_are_those_of_the_CPU() =>
        Manifold.Measure(realRows.to(Gpu.Device), generatedRows.to(Gpu.Device), 3).Should().Be(Manifold.Measure(realRows, generatedRows, 3));

    [Fact]
    public void Kernel_distances_are_those_of_the_CPU()
    {
        KernelDistance.Measure(realRows.to(Gpu.Device), generatedRows.to(Gpu.Device))
            .Should().BeApproximately(KernelDistance.Measure(realRows, generatedRows), Near.Double);
        KernelDistanceEstimate expected = KernelDistance.MeasureSubsets(realRows, generatedRows, 5, 20, seed: 1);
        KernelDistanceEstimate estimate = KernelDistance.MeasureSubsets(realRows.to(Gpu.Device), generatedRows.to(Gpu.Device), 5, 20, seed: 1);
        estimate.Mean.Should().BeApproximately(expected.Mean, Near.Double);
        estimate.StandardDeviation.Should().BeApproximately(expected.StandardDeviation, Near.Double);
    }

    [Fact]
    public void Structural_similarities_are_those_of_the_CPU()
    {
        torch.Tensor similar = (real[..40] * 0.7) + (generated * 0.3);

        StructuralSimilarity.Measure(real[..40].to(Gpu.Device), similar.to(Gpu.Device))
            .ShouldBeNear(StructuralSimilarity.Measure(real[..40], similar), Near.Double);
        StructuralSimilarity.MeasureDiversity(real.to(Gpu.Device), 130, seed: 1)
            .Should().BeApproximately(StructuralSimilarity.MeasureDiversity(real, 130, seed: 1), Near.Double);
    }

    [Fact]
    public void Nearest_neighbors_are_those_of_the_CPU()
    {
        using NearestNeighbors expected = NearestNeighbors.Find(generatedRows, [realRows[..25], realRows[25..]], 3);

        using NearestNeighbors neighbors = NearestNeighbors.Find(
            generatedRows.to(Gpu.Device), [realRows[..25].to(Gpu.Device), realRows[25..].to(Gpu.Device)], 3);

        Near.Numbers(neighbors.Indices).Should().Equal(Near.Numbers(expected.Indices));
        neighbors.Distances.ShouldBeNear(expected.Distances, Near.Double);
    }

    private EvaluationMeasures Measure(torch.Device device, torch.ScalarType type, Func<torch.Tensor, torch.Tensor>? features = null)
    {
        using var evaluator = new Evaluator(features ?? Pooled, Small);
        evaluator.AddReal(real.to(type, device));
        evaluator.AddGenerated(generated[..30].to(type, device));
        evaluator.AddGenerated(generated[30..].to(type, device));
        return evaluator.Measure();
    }

    private static torch.Tensor Pooled(torch.Tensor images) => torch.nn.functional.avg_pool2d(images, 8).flatten(1);

    private static double[] Numbers(EvaluationMeasures measures) =>
    [
        measures.SlicedWasserstein, .. measures.SlicedWassersteinLevels, measures.Frechet, measures.FrechetOfVariance,
        measures.KernelDistance, measures.Precision, measures.Recall, measures.Density, measures.Coverage,
        measures.MultiScaleSimilarity, measures.RealMultiScaleSimilarity,
    ];
}
