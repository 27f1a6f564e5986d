namespace Dcgan.Core;

/// <summary>Means and variances that batch normalization uses when a generator samples images.</summary>
public enum SamplingStatistics
{
    /// <summary>
    /// Batch statistics: computed from the images that are generated together, 64 at a time, as in the reference. They always
    /// match the current weights, even during training. An image depends slightly on the other 63 images. A batch of fewer than
    /// 64 latents is padded with fixed latents, whose images are discarded.
    /// </summary>
    Batch,

    /// <summary>
    /// Running statistics, accumulated in training. An image depends only on its latent. The statistics lag behind the weights by
    /// several hundred steps, so they do not fit a generator whose weights still change fast.
    /// </summary>
    Running,

    /// <summary>
    /// Calibrated statistics, which <see cref="Generator.Calibrate(int, long, IProgress{double}?, CancellationToken)"/> computes
    /// exactly from many latents. An image depends only on its latent, and the statistics match the weights.
    /// </summary>
    Calibrated,
}
