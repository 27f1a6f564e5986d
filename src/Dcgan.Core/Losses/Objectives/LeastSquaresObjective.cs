using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Half the mean squared distance of scores from their targets, the generator's being 1.</summary>
/// <param name="realTarget">The score that the discriminator is to give to real images; that of generated ones is 0.</param>
internal sealed class LeastSquaresObjective(double realTarget) : IObjective
{
    public Tensor Generator(Tensor generated) => (generated - 1).square().mean() / 2;

    public Tensor Discriminator(Tensor real, Tensor generated) =>
        ((real - realTarget).square().mean() + generated.square().mean()) / 2;
}
