using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Mean and variance of each channel, for batch normalization.</summary>
/// <param name="mean">[C].</param>
/// <param name="variance">[C].</param>
internal sealed class ChannelStatistics(Tensor mean, Tensor variance) : IDisposable
{
    internal Tensor Mean { get; } = mean;

    internal Tensor Variance { get; } = variance;

    /// <summary>
    /// Updates running statistics by those of each part of a batch, as libtorch does: with the unbiased variance. Both must be contiguous, in
    /// float32 on the CPU.
    /// </summary>
    /// <param name="parts">The statistics of the parts of a batch.</param>
    /// <param name="momentum">Weight of a part.</param>
    internal void Update(PartsStatistics parts, double momentum)
    {
        Span<float> means = TileBuffers.Values(Mean), variances = TileBuffers.Values(Variance);
        for (int part = 0; part < parts.Parts; part++)
        {
            for (int channel = 0; channel < means.Length; channel++)
            {
                (float mean, double variance) = parts.Unbiased(part, channel);
                means[channel] += (float)(momentum * (mean - means[channel]));
                variances[channel] += (float)(momentum * (variance - variances[channel]));
            }
        }

        GC.KeepAlive(Mean);
        GC.KeepAlive(Variance);
    }

    public void Dispose()
    {
        Mean.Dispose();
        Variance.Dispose();
    }
}
