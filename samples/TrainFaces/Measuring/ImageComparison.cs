using Dcgan.Core.Evaluation;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Output;

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

    /// <summary>Reads the real images and measures the held-out images, unless an earlier evaluation has measured them.</summary>
    /// <param name="features">Computes the features. Remains owned by the caller.</param>
    /// <param name="real">The real images.</param>
    /// <param name="options">Options of the measures.</param>
    /// <param name="display">Shows the progress, and a warning if the features cannot be kept for later evaluations.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="SampleException">There are too few readable images.</exception>
    public static ImageComparison Create(
        FeatureNetwork features, RealImages real, EvaluationOptions options, RunDisplay display, CancellationToken stop)
    {
        var comparison = new ImageComparison(features, options);
        try
        {
            var measured = new FloorCache(features.Identity, options);
            features.StartCaching(real.Name);
            var addReal = comparison.Input(images => comparison.evaluator.AddReal(images));
            comparison.Count = display.Run("Reading real images", progress => real.ReadReference(images => { measured.Add(images); addReal(images); }, progress, stop));
            comparison.Floor = comparison.MeasureFloor(real, measured, display, stop);
            features.FinishCaching(display.Warn);
            return comparison;
        }
        catch
        {
            comparison.Dispose();
            throw;
        }
    }

    /// <summary>Measures a set of images.</summary>
    /// <param name="set">The images, of which at most <see cref="Count"/> are read.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="stop">Cancels the evaluation.</param>
    public EvaluationMeasures Measure(ImageSet set, RunDisplay display, CancellationToken stop)
    {
        evaluator.ClearGenerated();
        display.Run($"Reading {set.Name}", progress => set.Read(Count, Input(images => evaluator.AddGenerated(images)), progress, stop));
        return display.Run($"Measuring {set.Name}", progress => evaluator.Measure(progress, stop));
    }

    public void Dispose() => evaluator.Dispose();

    // Finding out whether the images are those of an earlier evaluation takes a second or two, and measuring them about ten.
    private EvaluationMeasures MeasureFloor(RealImages real, FloorCache measured, RunDisplay display, CancellationToken stop)
    {
        measured.Separate();
        _ = display.Run("Checking other real images", progress =>
        {
            real.ReadHeldOut(Count, measured.Add, progress, stop);
            return measured;
        });
        if (measured.Find() is { } floor)
        {
            return floor;
        }

        floor = Measure(new ImageSet("other real images", real.ReadHeldOut), display, stop);
        measured.Save(floor, display.Warn);
        return floor;
    }

    private Action<torch.Tensor> Input(Action<torch.Tensor> add) => images =>
    {
        using var scope = torch.NewDisposeScope();
        add(features.ToInput(images));
    };
}
