using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Core.Evaluation;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.Measuring;

/// <summary>Evaluates a run's generator repeatedly, with the same real images and the same latents.</summary>
internal sealed class RunEvaluation : IDisposable
{
    /// <summary>
    /// Options for a quick check after each epoch, not for a final result: a quarter of the default number of patches, which are
    /// in memory during the training, and a quarter of the projections.
    /// </summary>
    private static readonly EvaluationOptions Quick = new() { SlicedWasserstein = new() { PatchesPerImage = 32, Projections = 128 } };

    private readonly FeatureNetwork features;
    private readonly ImageComparison comparison;
    private readonly DcganTrainer trainer;
    private readonly torch.Tensor latents;
    private readonly RunDisplay display;

    private RunEvaluation(FeatureNetwork features, ImageComparison comparison, DcganTrainer trainer, torch.Tensor latents, RunDisplay display) =>
        (this.features, this.comparison, this.trainer, this.latents, this.display) = (features, comparison, trainer, latents, display);

    /// <summary>A summary line with the measures of other real images.</summary>
    public string FloorLine => $"evaluated {comparison.Floor.GeneratedCount} other real images: {FloorSummary}";

    /// <summary>The measures of other real images, which generated ones can hardly surpass.</summary>
    public string FloorSummary => Summary(comparison.Floor);

    /// <summary>Reads the real images, keeps their features, and measures the images that are held out.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="format">The format of the run's images.</param>
    /// <param name="trainer">The networks to evaluate.</param>
    /// <param name="display">Shows the progress, and a warning if features cannot be kept for later evaluations.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>The evaluation; null if --evaluate is not set.</returns>
    /// <exception cref="SampleException">The feature network cannot be used, or does not accept the run's images.</exception>
    public static RunEvaluation? Create(
        TrainFacesOptions options, ImageFormat format, DcganTrainer trainer, RunDisplay display, CancellationToken stop)
    {
        if (options.Evaluate is not { } name)
        {
            return options.FeatureRange is { } range
                ? throw new SampleException($"--feature-range {range.Name}: needs --evaluate with an ONNX model; leave it out.")
                : null;
        }

        var features = Interruptible.Run(() => FeatureNetwork.Open("--evaluate", name, options.FeatureRange, options.Device), stop);
        try
        {
            features.CheckFormat("this run", format);

            // Ignores warnings about images, because the run itself reports unreadable images.
            using var real = RealImages.Open(
                options.Data, heldOutData: null, format, RealImages.DefaultCount, _ => { }, options.Seed, options.Out, stop);
            var comparison = ImageComparison.Create(features, real, Quick, display, stop);
            return new RunEvaluation(features, comparison, trainer, trainer.Generator.DrawLatents(comparison.Count, options.Seed), display);
        }
        catch
        {
            features.Dispose();
            throw;
        }
    }

    /// <summary>Evaluates the generator in its current state.</summary>
    /// <param name="epoch">The current epoch, from 1.</param>
    /// <param name="stop">Cancels the evaluation.</param>
    /// <returns>The results, and a summary line for the user.</returns>
    public (MeasuredEpoch Measured, string Line) Measure(int epoch, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        int classes = trainer.Generator.Options.Classes;
        var set = new ImageSet("generated images", (_, add, progress, stop) =>
            MeasuredImages.Generate(latents, classes, (part, labels) => trainer.Sample(part, labels), add, progress, stop));
        var measures = comparison.Measure(set, display, stop);
        var measured = new MeasuredEpoch(
            trainer.StepCount, epoch, (int)latents.shape[0], [.. Measuring.Measure.All.Select(measure => measure.Select(measures))]);
        return (measured, FormattableString.Invariant(
            $"evaluated {measured.Images} images in {clock.Elapsed.TotalSeconds:F0} s: {Summary(measures)}"));
    }

    public void Dispose()
    {
        latents.Dispose();
        comparison.Dispose();
        features.Dispose();
    }

    private static string Summary(EvaluationMeasures measures) => FormattableString.Invariant(
        $"Fréchet / variance {measures.FrechetOfVariance:G3}  precision {measures.Precision:F3}  recall {measures.Recall:F3}  coverage {measures.Coverage:F3}");
}
