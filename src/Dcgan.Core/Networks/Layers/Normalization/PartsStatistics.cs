using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The statistics of the parts of a batch, from a forward pass of batch normalization: a row of lanes for each part. With fewer channels than a
/// vector has lanes, the lanes repeat them.
/// </summary>
/// <param name="lanes">Lanes of a row: at least the channels.</param>
/// <param name="counts">Values of a channel in each part.</param>
internal sealed class PartsStatistics(int lanes, long[] counts)
{
    internal int Parts => counts.Length;

    internal float[] Means { get; } = new float[counts.Length * lanes];

    /// <summary>Biased variances.</summary>
    internal float[] Variances { get; } = new float[counts.Length * lanes];

    /// <summary>weight / deviation.</summary>
    internal float[] Scales { get; } = new float[counts.Length * lanes];

    /// <summary>bias - mean · scale.</summary>
    internal float[] Shifts { get; } = new float[counts.Length * lanes];

    /// <summary>The scales and shifts of a part, each [channels, 1, 1] in float64.</summary>
    internal (Tensor Scales, Tensor Shifts) Affine(int part, long channels)
    {
        return (Of(Scales), Of(Shifts));

        Tensor Of(float[] rows) =>
            tensor(rows.AsSpan(part * lanes, (int)channels).ToArray(), device: CPU).to(ScalarType.Float64).view(-1, 1, 1);
    }

    /// <summary>The mean and the unbiased variance of a channel in a part.</summary>
    internal (float Mean, double Variance) Unbiased(int part, int channel)
    {
        int lane = (part * lanes) + channel;
        return (Means[lane], Variances[lane] * ((double)counts[part] / (counts[part] - 1)));
    }
}
