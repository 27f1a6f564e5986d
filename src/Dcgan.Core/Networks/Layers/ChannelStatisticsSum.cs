using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Means and biased variances over maps that come in parts, as one batch of all of them has: parts are merged by the pairwise
/// formulas of Chan, Golub and LeVeque (1979), which lose nothing where means are large, in float64. It owns its tensors.
/// </summary>
internal sealed class ChannelStatisticsSum : IDisposable
{
    private double count;
    private Tensor? mean;
    private Tensor? squares;

    /// <param name="maps">[N, C, H, W].</param>
    internal void Add(Tensor maps)
    {
        using var scope = NewDisposeScope();
        ScalarType type = maps.dtype == ScalarType.BFloat16 ? ScalarType.Float32 : maps.dtype;
        (Tensor partVariance, Tensor partMean) = var_mean(maps.to(type), [0, 2, 3], unbiased: false);
        double partCount = (double)maps.numel() / maps.shape[1];
        Tensor partSquares = partVariance.to(float64) * partCount;
        partMean = partMean.to(float64);
        if (mean is null || squares is null)
        {
            (count, mean, squares) = (partCount, partMean.clone().DetachFromDisposeScope(), partSquares.DetachFromDisposeScope());
            return;
        }

        double whole = count + partCount;
        Tensor apart = partMean - mean;
        _ = squares.add_(partSquares).add_(apart.square() * (count * partCount / whole));
        _ = mean.add_(apart * (partCount / whole));
        count = whole;
    }

    /// <summary>Of all that was added, which outlives any scope.</summary>
    /// <param name="like">Of the type and on the device that they are needed in.</param>
    internal ChannelStatistics Total(Tensor like)
    {
        using var scope = NewDisposeScope();
        return new ChannelStatistics(
            mean!.to(like.dtype, like.device, copy: true).DetachFromDisposeScope(),
            (squares! / count).to(like.dtype, like.device, copy: true).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        mean?.Dispose();
        squares?.Dispose();
    }
}
