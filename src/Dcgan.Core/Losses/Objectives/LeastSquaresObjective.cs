using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The least-squares objective: half the mean squared difference between scores and their targets; the generator's target is 1.
/// </summary>
/// <param name="realTarget">The discriminator's target for real images; the target for generated images is 0.</param>
internal sealed class LeastSquaresObjective(double realTarget) : IObjective
{
    public Tensor Generator(Tensor generated) => (generated - 1).square().mean() / 2;

    public Tensor Discriminator(Tensor real, Tensor generated) =>
        ((real - realTarget).square().mean() + generated.square().mean()) / 2;
}
