namespace Dcgan.Core;

/// <summary>The way from one latent to the next.</summary>
public enum LatentPath
{
    /// <summary>
    /// Along the great circle: <see cref="Latents.Slerp"/>. Normal latents of many components all have nearly the same norm, and
    /// this way keeps it, where the straight one passes through norms that the generator has never seen.
    /// </summary>
    Spherical,

    /// <summary>Along the straight line: <see cref="Latents.Lerp"/>. It does not leave the cube that uniform latents lie in.</summary>
    Linear,
}
