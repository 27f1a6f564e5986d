using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The hinge objective: zero loss for real scores above 1 and generated scores below -1.</summary>
internal sealed class HingeObjective : IObjective
{
    public Tensor Generator(Tensor generated) => generated.mean().neg();

    public Tensor Discriminator(Tensor real, Tensor generated) => (1 - real).relu().mean() + (1 + generated).relu().mean();
}
