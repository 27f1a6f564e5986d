using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>Measures a run's generator again and again: against the same real images, by the same latents.</summary>
internal sealed class RunEvaluation : IDisposable
{
    /// <summary>A sixteenth of the patches and directions, which are most of the time: a look after each epoch, not a last word.</summary>
    private static readonly EvaluationOptions Quick = new() { SlicedWasserstein = new() { PatchesPerImage = 32, Projections = 128 } };

    private readonly FeatureNetwork features;
    private readonly Evaluator evaluator;
    private readonly DcganTrainer trainer;
    private readonly torch.Tensor latents;

    private RunEvaluation(FeatureNetwork features, Evaluator evaluator, DcganTrainer trainer, torch.Tensor latents) =>
        (this.features, this.evaluator, this.trainer, this.latents) = (features, evaluator, trainer, latents);

    /// <summary>Reads the real images, whose features are kept.</summary>
    /// <returns>Null where the run is not to be measured.</returns>
    /// <exception cref="CheckpointException">The features' checkpoint cannot be used.</exception>
    /// <exception cref="SampleException">Its network sees other images than the run makes.</exception>
    public static RunEvaluation? Create(TrainFacesOptions options, ImageFormat format, DcganTrainer trainer, CancellationToken stop)
    {
        if (options.Evaluate is not { } checkpoint)
        {
            return null;
        }

        var features = FeatureNetwork.Open("--evaluate", checkpoint, options.Device);
        Evaluator? evaluator = null;
        try
        {
            features.CheckFit("this run", format);
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

    /// <summary>The generator as it is now.</summary>
    /// <param name="epoch">The step's, from 1.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The numbers, and a line that tells them.</returns>
    public (MeasuredEpoch Measured, string Line) Measure(int epoch, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        evaluator.ClearGenerated();
        MeasuredImages.Make(latents, images => trainer.Sample(images), evaluator.AddGenerated, stop);
        var measures = evaluator.Measure();
        var measured = new MeasuredEpoch(
            trainer.StepCount, epoch, (int)latents.shape[0], [.. Measuring.Measure.All.Select(measure => measure.Of(measures))]);
        return (measured, FormattableString.Invariant(
            $"measured by {measured.Images} images in {clock.Elapsed.TotalSeconds:F0} s: Fréchet of variance {measures.FrechetOfVariance:G3}  precision {measures.Precision:F3}  recall {measures.Recall:F3}  coverage {measures.Coverage:F3}"));
    }

    public void Dispose()
    {
        latents.Dispose();
        evaluator.Dispose();
        features.Dispose();
    }

    // Unreadable images of --data are told of by the run itself.
    private static int AddReal(Evaluator evaluator, FeatureNetwork features, TrainFacesOptions options, CancellationToken stop)
    {
        using var source = RealImages.Open(options.Data, features.Format, RealImages.Count, _ => { }, options.Seed);
        return MeasuredImages.Read("--data", source, features.Format, RealImages.Count, images => Add(evaluator, features, images), stop);
    }

    private static void Add(Evaluator evaluator, FeatureNetwork features, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        evaluator.AddReal(features.Fit(images));
    }
}
