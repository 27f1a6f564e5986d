namespace Dcgan.Core;

/// <summary>The path of an interpolation between two latents.</summary>
public enum LatentPath
{
    /// <summary>
    /// The great circle: <see cref="Latents.Slerp"/>. Normal latents with many components have nearly equal norms. This path
    /// keeps the norm; the straight line passes through norms that the generator was not trained on.
    /// </summary>
    Spherical,

    /// <summary>The straight line: <see cref="Latents.Lerp"/>. It stays inside the cube of uniform latents.</summary>
    Linear,
}
