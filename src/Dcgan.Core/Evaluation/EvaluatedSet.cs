using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// The real or generated images of an <see cref="Evaluator"/>: the features of all images, and the first images themselves. Owns
/// its tensors.
/// </summary>
/// <param name="keptImages">Maximum number of images to keep.</param>
internal sealed class EvaluatedSet(int keptImages) : IDisposable
{
    private readonly List<Tensor> features = [];
    private readonly List<Tensor> images = [];
    private long kept;

    internal FeatureStatistics Statistics { get; } = new();

    /// <summary>
    /// Adds images and their features; copies of both are stored. If an exception is thrown, nothing has been added.
    /// </summary>
    /// <param name="newImages">[N, C, H, W].</param>
    /// <param name="newFeatures">[N, D].</param>
    internal void Add(Tensor newImages, Tensor newFeatures)
    {
        using var measuring = new MeasuringScope();
        Tensor featuresCopy = newFeatures.clone();
        long missing = Math.Min(keptImages - kept, newImages.size(0));
        Tensor? imagesCopy = missing > 0 ? newImages.detach().narrow(0, 0, missing).clone() : null;

        // If updating the statistics throws, they are unchanged. Nothing after the update can fail.
        Statistics.Add(newFeatures);
        features.Add(featuresCopy.DetachFromDisposeScope());
        if (imagesCopy is not null)
        {
            images.Add(imagesCopy.DetachFromDisposeScope());
            kept += missing;
        }
    }

    /// <summary>Concatenates the features of all images.</summary>
    /// <returns>[N, D], a new tensor.</returns>
    internal Tensor Features() => cat(features);

    /// <summary>
    /// Measures the mean similarity of random pairs of the kept images. The number of pairs is the maximum number of kept images.
    /// </summary>
    internal double Similarity(long seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using Tensor all = MeasuringScope.Compute(() => cat(images));
        return StructuralSimilarity.MeasureDiversity(
            all, keptImages, seed, progress: progress, cancellationToken: cancellationToken);
    }

    internal void Clear()
    {
        Release();
        Statistics.Clear();
    }

    public void Dispose()
    {
        Release();
        Statistics.Dispose();
    }

    private void Release()
    {
        features.ForEach(part => part.Dispose());
        images.ForEach(part => part.Dispose());
        features.Clear();
        images.Clear();
        kept = 0;
    }
}
