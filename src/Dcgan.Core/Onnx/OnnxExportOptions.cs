namespace Dcgan.Core;

/// <summary>Options of an exported ONNX model.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Element type of the weights in the file. Default <see cref="OnnxWeights.Float32"/>.</summary>
    public OnnxWeights Weights { get; init; } = OnnxWeights.Float32;

    /// <summary>
    /// Statistics of batch normalization. Null, the default, selects fixed ones: calibrated ones for a generator, which are
    /// computed for the model where the generator is not calibrated, and running ones for a discriminator. Fixed statistics are
    /// folded into the weights, so that an image depends only on its own latent. With <see cref="SamplingStatistics.Batch"/> the
    /// model computes the statistics of the batch that it is run on.
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
