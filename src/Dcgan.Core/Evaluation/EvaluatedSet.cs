using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What an <see cref="Evaluator"/> keeps of the images of one kind. Everything in it is its own.</summary>
/// <param name="keptImages">How many images it keeps at most.</param>
internal sealed class EvaluatedSet(int keptImages) : IDisposable
{
    private readonly List<Tensor> features = [];
    private readonly List<Tensor> images = [];
    private long kept;

    internal FeatureStatistics Statistics { get; } = new();

    internal void Add(Tensor added, Tensor ofAdded)
    {
        using var measuring = new MeasuringScope();
        Statistics.Add(ofAdded);
        features.Add(ofAdded.clone().DetachFromDisposeScope());
        long missing = Math.Min(keptImages - kept, added.shape[0]);
        if (missing > 0)
        {
            images.Add(added.detach().narrow(0, 0, missing).clone().DetachFromDisposeScope());
            kept += missing;
        }
    }

    /// <summary>[N, D], a new tensor.</summary>
    internal Tensor Features() => cat(features);

    /// <summary>The similarity of random pairs of the images kept, as many pairs as may be kept.</summary>
    internal double Similarity(long seed)
    {
        using var measuring = new MeasuringScope();
        return StructuralSimilarity.Diversity(cat(images), keptImages, seed);
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
