using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;

namespace TrainFaces.Measuring;

/// <summary>
/// Compares sets of images with the same real images. Other real images, which are held out, are compared first: their measures are
/// the best that a generator can reach.
/// </summary>
internal sealed class ImageComparison : IDisposable
{
    private readonly FeatureNetwork features;
    private readonly Evaluator evaluator;

    private ImageComparison(FeatureNetwork features, EvaluationOptions options) =>
        (this.features, evaluator) = (features, features.CreateEvaluator(options));

    /// <summary>Number of real images, and of images to compare with them.</summary>
    public int Count { get; private set; }

    /// <summary>The measures of the held-out images. There may be fewer of them than <see cref="Count"/>.</summary>
    public EvaluationMeasures Floor { get; private set; } = null!;

    /// <summary>Reads the real images and measures the held-out images.</summary>
    /// <param name="features">Computes the features. Remains owned by the caller.</param>
    /// <param name="real">The real images.</param>
    /// <param name="options">Options of the measures.</param>
    /// <param name="warn">Receives a warning if the features cannot be kept for later evaluations.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="SampleException">There are too few readable images.</exception>
    public static ImageComparison Create(
        FeatureNetwork features, RealImages real, EvaluationOptions options, Action<string> warn, CancellationToken stop = default)
    {
        var comparison = new ImageComparison(features, options);
        try
        {
            features.StartCaching(real.Name);
            comparison.Count = real.ReadReference(comparison.Input(comparison.evaluator.AddReal), stop);
            comparison.Floor = comparison.Measure(add => real.ReadHeldOut(comparison.Count, add, stop), stop);
            features.FinishCaching(warn);
            return comparison;
        }
        catch
        {
            comparison.Dispose();
            throw;
        }
    }

    /// <summary>Measures a set of images.</summary>
    /// <param name="addImages">Passes all images to its argument, in batches [N, C, H, W] in [-1, 1].</param>
    /// <param name="stop">Cancels the evaluation.</param>
    public EvaluationMeasures Measure(Action<Action<torch.Tensor>> addImages, CancellationToken stop = default)
    {
        evaluator.ClearGenerated();
        addImages(Input(evaluator.AddGenerated));
        return evaluator.Measure(cancellationToken: stop);
    }

    public void Dispose() => evaluator.Dispose();

    private Action<torch.Tensor> Input(Action<torch.Tensor> add) => images =>
    {
        using var scope = torch.NewDisposeScope();
        add(features.ToInput(images));
    };
}
