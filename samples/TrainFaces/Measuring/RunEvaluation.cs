using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>Evaluates a run's generator repeatedly, with the same real images and the same latents.</summary>
internal sealed class RunEvaluation : IDisposable
{
    /// <summary>
    /// Options for a quick check after each epoch, not for a final result. They use a quarter of the default number of
    /// patches and a quarter of the default number of projections. This reduces the cost of the most expensive part of the
    /// evaluation to a sixteenth.
    /// </summary>
    private static readonly EvaluationOptions Quick = new() { SlicedWasserstein = new() { PatchesPerImage = 32, Projections = 128 } };

    private readonly FeatureNetwork features;
    private readonly Evaluator evaluator;
    private readonly DcganTrainer trainer;
    private readonly torch.Tensor latents;

    private RunEvaluation(FeatureNetwork features, Evaluator evaluator, DcganTrainer trainer, torch.Tensor latents) =>
        (this.features, this.evaluator, this.trainer, this.latents) = (features, evaluator, trainer, latents);

    /// <summary>Reads the real images and keeps their features.</summary>
    /// <returns>The evaluation; null if --evaluate is not set.</returns>
    /// <exception cref="CheckpointException">The checkpoint of the feature network cannot be loaded.</exception>
    /// <exception cref="SampleException">The image format of the feature network differs from that of the run.</exception>
    public static RunEvaluation? Create(TrainFacesOptions options, ImageFormat format, DcganTrainer trainer, CancellationToken stop)
    {
        if (options.Evaluate is not { } checkpoint)
        {
            return null;
        }

        var features = Interruptible.Run(() => FeatureNetwork.Open("--evaluate", checkpoint, options.Device), stop);
        Evaluator? evaluator = null;
        try
        {
            features.CheckFormat("this run", format);
            evaluator = features.CreateEvaluator(Quick);
            int count = AddReal(evaluator, features, options, stop);
            return new RunEvaluation(features, evaluator, trainer, trainer.Generator.DrawLatents(count, options.Seed));
        }
        catch
        {
            evaluator?.Dispose();
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
        evaluator.ClearGenerated();
        MeasuredImages.Generate(latents, images => trainer.Sample(images), evaluator.AddGenerated, stop);
        var measures = evaluator.Measure(cancellationToken: stop);
        var measured = new MeasuredEpoch(
            trainer.StepCount, epoch, (int)latents.shape[0], [.. Measuring.Measure.All.Select(measure => measure.Select(measures))]);
        return (measured, FormattableString.Invariant(
            $"evaluated {measured.Images} images in {clock.Elapsed.TotalSeconds:F0} s: Fréchet / variance {measures.FrechetOfVariance:G3}  precision {measures.Precision:F3}  recall {measures.Recall:F3}  coverage {measures.Coverage:F3}"));
    }

    public void Dispose()
    {
        latents.Dispose();
        evaluator.Dispose();
        features.Dispose();
    }

    // Ignores warnings, because the run itself reports unreadable images.
    private static int AddReal(Evaluator evaluator, FeatureNetwork features, TrainFacesOptions options, CancellationToken stop)
    {
        using var source = RealImages.Open(options.Data, features.Format, RealImages.Count, _ => { }, options.Seed, options.Out, stop);
        return MeasuredImages.Read("--data", source, features.Format, RealImages.Count, images => Add(evaluator, features, images), stop);
    }

    private static void Add(Evaluator evaluator, FeatureNetwork features, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        evaluator.AddReal(features.ToInput(images));
    }
}
