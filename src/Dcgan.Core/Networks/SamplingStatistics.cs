namespace Dcgan.Core;

/// <summary>Means and variances that batch normalization uses when a generator samples images.</summary>
public enum SamplingStatistics
{
    /// <summary>
    /// The statistics of the images that are generated together, 64 at a time, as in the reference. They always match the
    /// current weights, also during training. An image depends slightly on the other images of its 64. Fewer latents than 64
    /// are filled up with fixed ones, whose images are discarded.
    /// </summary>
    Batch,

    /// <summary>
    /// The running statistics gathered in training. An image depends only on its own latent. They lag behind the weights by some
    /// hundred steps, so they misrepresent a generator whose weights still change fast.
    /// </summary>
    Running,

    /// <summary>
    /// The statistics that <see cref="Generator.Calibrate(int, long, IProgress{double}?, CancellationToken)"/> computed exactly
    /// from many latents. An image depends only on its own latent, and the statistics match the weights.
    /// </summary>
    Calibrated,
}
