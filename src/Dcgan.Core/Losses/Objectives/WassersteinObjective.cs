using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The discriminator wants the mean scores apart, the generator its own high.</summary>
internal sealed class WassersteinObjective : IObjective
{
    public Tensor Generator(Tensor generated) => generated.mean().neg();

    public Tensor Discriminator(Tensor real, Tensor generated) => generated.mean() - real.mean();
}
