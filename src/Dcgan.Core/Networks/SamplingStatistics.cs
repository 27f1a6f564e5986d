namespace Dcgan.Core;

/// <summary>By which means and variances batch normalisation works when a generator makes images for use.</summary>
public enum SamplingStatistics
{
    /// <summary>
    /// Those of the images that are made together, 64 at a time, as the reference samples. They fit the weights as they are
    /// now, also in the middle of a run; but an image depends a little on the others of its 64, and 64 are made even where
    /// fewer are asked for: fixed latents fill them up, and their images are thrown away.
    /// </summary>
    Batch,

    /// <summary>
    /// The running ones that training has gathered. An image depends on its own latent only; but they follow the weights
    /// with a delay of some hundred steps, and a generator that still changes fast is shown as what it is not.
    /// </summary>
    Running,

    /// <summary>
    /// Those that <see cref="Generator.Calibrate(int, long, CancellationToken)"/> has set, exactly, from many latents. An image
    /// depends on its own latent only, and the weights are shown as they are.
    /// </summary>
    Calibrated,
}
