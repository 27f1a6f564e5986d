using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The Wasserstein objective: the difference of mean scores.</summary>
internal sealed class WassersteinObjective : IObjective
{
    public Tensor Generator(Tensor generated) => generated.mean().neg();

    public Tensor Discriminator(Tensor real, Tensor generated) => generated.mean() - real.mean();
}
