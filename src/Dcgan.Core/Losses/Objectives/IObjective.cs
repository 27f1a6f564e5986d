using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>An adversarial objective on scores [N], which it leaves as they are. Every loss is a scalar with its graph.</summary>
internal interface IObjective
{
    /// <summary>What the generator lowers.</summary>
    Tensor Generator(Tensor generated);

    /// <summary>What the discriminator lowers; the two batches may differ in number.</summary>
    Tensor Discriminator(Tensor real, Tensor generated);
}
