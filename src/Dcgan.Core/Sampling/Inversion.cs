using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The latents whose images are closest to given images, with their errors. The tensors have the network's element type and do
/// not require gradients.
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
    /// [N]: the mean squared error of each image over its values in [-1, 1]. A white image reconstructed as black has error 4.
    /// This is the smallest of the image's <see cref="RestartErrors"/>; NaN only if all of them are NaN.
    /// </summary>
    public Tensor Errors { get; }

    /// <summary>
    /// [N, R]: the mean squared error of the best latent from each start; NaN if the error was NaN at every step.
    /// </summary>
    public Tensor RestartErrors { get; }

    /// <summary>[N, C, H, W] in [-1, 1]: the images that the generator produces from <see cref="Latents"/>.</summary>
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
