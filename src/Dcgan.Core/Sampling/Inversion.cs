using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The latents whose images are closest to given images, with their errors. The tensors have the network's element type and no
/// gradients.
/// </summary>
public sealed class Inversion : IDisposable
{
    internal Inversion(Tensor latents, Tensor errors, Tensor restartErrors, Tensor images)
    {
        Latents = latents;
        Errors = errors;
        RestartErrors = restartErrors;
        Images = images;
    }

    /// <summary>[N, Z]: the best latent found for each image.</summary>
    public Tensor Latents { get; }

    /// <summary>
    /// [N]: the mean squared error of each image over its values, which are in [-1, 1]: 4 for white in place of black. The smallest of
    /// the image's <see cref="RestartErrors"/>; NaN only if all of them are.
    /// </summary>
    public Tensor Errors { get; }

    /// <summary>[N, R]: the mean squared error of the best latent from each start; NaN if no step from it gave another error.</summary>
    public Tensor RestartErrors { get; }

    /// <summary>[N, C, H, W] in [-1, 1]: the generator's images of <see cref="Latents"/>.</summary>
    public Tensor Images { get; }

    /// <summary>Disposes all tensors.</summary>
    public void Dispose()
    {
        Latents.Dispose();
        Errors.Dispose();
        RestartErrors.Dispose();
        Images.Dispose();
    }
}
