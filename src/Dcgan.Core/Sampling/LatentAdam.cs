using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Adam (Kingma and Ba, 2015) on one tensor of latents. Each component has moments of its own, so that no latent's search
/// depends on what is searched for beside it.
/// </summary>
/// <param name="latents">[N, Z], changed in place; without gradients.</param>
internal sealed class LatentAdam(Tensor latents)
{
    private const double Beta1 = 0.9;

    /// <summary>
    /// A shorter memory than the usual 0.999: gradients shrink by orders of magnitude on the way, and steps divided by what they
    /// once were come too short. Of drawn faces' generators' own images 300 steps leave a sixth of the error.
    /// </summary>
    private const double Beta2 = 0.9;

    private const double Epsilon = 1e-8;

    private readonly Tensor mean = zeros_like(latents);
    private readonly Tensor meanSquare = zeros_like(latents);
    private double correction1 = 1;
    private double correction2 = 1;

    /// <summary>One step against the gradient, which must not be tracked itself.</summary>
    internal void Step(Tensor gradient, double learningRate)
    {
        correction1 *= Beta1;
        correction2 *= Beta2;
        mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        meanSquare.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Tensor deviation = (meanSquare / (1 - correction2)).sqrt_().add_(Epsilon);
        latents.addcdiv_(mean, deviation, -learningRate / (1 - correction1));
    }
}
