namespace Dcgan.Core;

/// <summary>What an exported ONNX model is to be like.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>How the file holds the weights. Default <see cref="OnnxWeights.Float32"/>.</summary>
    public OnnxWeights Weights { get; init; } = OnnxWeights.Float32;

    /// <summary>
    /// By which means and variances the model normalises. Null, the default: by fixed ones, which are folded into the weights, so
    /// that an image depends on its own latent only: a generator by its calibrated ones, which are made for it where it has
    /// none, a discriminator by its running ones. <see cref="SamplingStatistics.Batch"/>: by those of the batch
    /// that the model is run on, computed in the model.
    /// </summary>
    public SamplingStatistics? Statistics { get; init; }

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
