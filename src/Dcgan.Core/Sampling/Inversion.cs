using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The latents whose images come nearest to given ones, and how near. Its tensors are the network's type, without gradients.</summary>
public sealed class Inversion : IDisposable
{
    internal Inversion(Tensor latents, Tensor errors, Tensor restartErrors, Tensor images)
    {
        Latents = latents;
        Errors = errors;
        RestartErrors = restartErrors;
        Images = images;
    }

    /// <summary>[N, Z]: for each image the best latent that was found.</summary>
    public Tensor Latents { get; }

    /// <summary>
    /// [N]: the mean squared error of each image's values, which lie in [-1, 1]; 4 is white for black. The smallest of its
    /// <see cref="RestartErrors"/>.
    /// </summary>
    public Tensor Errors { get; }

    /// <summary>[N, R]: the same for the best latent of each start.</summary>
    public Tensor RestartErrors { get; }

    /// <summary>[N, C, H, W] in [-1, 1]: what the generator makes of <see cref="Latents"/>.</summary>
    public Tensor Images { get; }

    /// <summary>Gives its tensors back.</summary>
    public void Dispose()
    {
        Latents.Dispose();
        Errors.Dispose();
        RestartErrors.Dispose();
        Images.Dispose();
    }
}
