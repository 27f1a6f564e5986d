using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The discriminator wants real scores above 1 and generated ones below -1, and cares no further.</summary>
internal sealed class HingeObjective : IObjective
{
    public Tensor Generator(Tensor generated) => generated.mean().neg();

    public Tensor Discriminator(Tensor real, Tensor generated) => (1 - real).relu().mean() + (1 + generated).relu().mean();
}
