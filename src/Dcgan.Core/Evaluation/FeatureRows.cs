using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>The features of images that are being added to a set, part by part. Owns its tensors.</summary>
/// <param name="images">[N, C, H, W].</param>
/// <param name="features">The host's features.</param>
/// <param name="other">The set that the images will be compared with: its number of features must be the same.</param>
internal sealed class FeatureRows(Tensor images, Func<Tensor, Tensor> features, EvaluatedSet other) : IDisposable
{
    private readonly List<Tensor> parts = [];

    /// <summary>Computes the features of the next images.</summary>
    internal void Extract(long start, long length)
    {
        Tensor part = MeasuringScope.Compute(() => MeasuredFeatures.Extract(images.narrow(0, start, length), features));
        parts.Add(part);
        CheckNumber(part.size(1), other.Statistics.Count > 0 ? other.Statistics.Features : parts[0].size(1), nameof(images));
    }

    /// <summary>Returns the features of all images, [N, D].</summary>
    internal Tensor All()
    {
        if (parts.Count > 1)
        {
            Tensor all = MeasuringScope.Compute(() => cat(parts));
            Dispose();
            parts.Add(all);
        }

        return parts[0];
    }

    public void Dispose()
    {
        parts.ForEach(part => part.Dispose());
        parts.Clear();
    }

    private static void CheckNumber(long found, long expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException("features: expected the same number of features for every batch.", name);
        }
    }
}
