namespace Dcgan.Core;

/// <summary>Options of an exported ONNX model.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Element type of the weights in the file. Default <see cref="OnnxWeights.Float32"/>.</summary>
    public OnnxWeights Weights { get; init; } = OnnxWeights.Float32;

    /// <summary>
    /// Statistics of batch normalization. Null (the default) selects fixed statistics: running statistics for a discriminator,
    /// calibrated statistics for a generator. If the generator is not calibrated, the export computes them. Fixed statistics are
    /// folded into the weights, so an image depends only on its latent. With <see cref="SamplingStatistics.Batch"/>, the model
    /// computes the statistics of each batch that it runs on.
    /// </summary>
    public SamplingStatistics? Statistics { get; init; }

    /// <summary>Checks all options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal OnnxExportOptions Checked()
    {
        Expect.Defined(Weights, nameof(Weights));
        if (Statistics is SamplingStatistics statistics)
        {
            Expect.Defined(statistics, nameof(Statistics));
        }

        return this;
    }
}
