using Dcgan.Core.Evaluation;
using Dcgan.Core.Tests.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>
/// Garbage collections on another thread change no results: every native object lives until the native call that reads it has
/// returned. The tests run alone, because TorchSharp's own operators with numbers may fail beside collections.
/// </summary>
[Collection(nameof(CountsTensors))]
public sealed class GarbageCollectionTests
{
    [Fact]
    public void Steps_are_unchanged() => ShouldStayTheSame(() =>
    {
        using DcganTrainer trainer = DcganTrainer.Create(
            new GeneratorOptions { Depths = [8, 8] },
            new DiscriminatorOptions { Depths = [8, 8] },
            new DcganTrainerOptions { Augmentation = AugmentationOptions.DiffAugment, Loss = new() { R1Weight = 1 }, EmaDecay = 0.9 });
        using torch.Tensor images = Tiny.Images(8, size: 16);
        for (int step = 0; step < 500; step++)
        {
            trainer.Step(images);
        }

        return [.. Tiny.Values(trainer.Generator).Values.Concat(Tiny.Values(trainer.Discriminator).Values).SelectMany(values => values)];
    });

    [Fact]
    public void Samples_are_unchanged() => ShouldStayTheSame(() =>
    {
        using Generator generator = TrainedNetworks.Generator(Tiny.Generator);
        generator.Calibrate();
        using FrozenGenerator frozen = generator.Freeze(SamplingStatistics.Calibrated);
        using torch.Tensor latents = Tiny.Normal([8, 5], seed: 2, torch.float32);
        using torch.Tensor truncated = Latents.Truncate(latents, 0.7, LatentDistribution.Normal);
        using torch.Tensor between = Latents.Slerp(truncated, latents, 0.3);
        using torch.Tensor images = frozen.Sample(between);
        using Inversion found = frozen.Invert(images, steps: 3);
        using torch.Tensor grid = ImageGrid.Arrange(images, 3, 3);
        return [.. ImagePixels.FromImage(grid).Select(value => (double)value), .. Values(found.Latents)];
    }, repetitions: 50);

    [Fact]
    public void Measures_are_unchanged()
    {
        using torch.Tensor real = Features.Images(20, 3, 24, 24, seed: 1);
        using torch.Tensor generated = Features.Images(20, 3, 24, 24, seed: 2);
        using torch.Tensor rows = Features.Normal(40, 6, seed: 3);
        using torch.Tensor others = Features.Normal(40, 6, seed: 4);
        ShouldStayTheSame(() =>
        {
            using var first = new FeatureStatistics();
            using var second = new FeatureStatistics();
            first.Add(rows);
            second.Add(others);
            ManifoldMeasures manifold = Manifold.Measure(rows, others);
            using torch.Tensor similarity = StructuralSimilarity.Measure(real, generated);
            return
            [
                FrechetDistance.Measure(first, second), KernelDistance.Measure(rows, others), manifold.Precision, manifold.Density,
                StructuralSimilarity.MeasureDiversity(real, pairs: 20), .. Values(similarity),
            ];
        });
    }

    private static double[] Values(torch.Tensor tensor)
    {
        using torch.Tensor doubles = tensor.to(torch.float64, copy: true);
        return doubles.data<double>().ToArray();
    }

    private static void ShouldStayTheSame(Func<double[]> compute, int repetitions = 1)
    {
        double[] expected = compute();
        using var collecting = new CollectingThread();
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            compute().Should().Equal(expected);
        }
    }
}
