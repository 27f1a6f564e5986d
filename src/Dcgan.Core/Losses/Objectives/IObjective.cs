using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>An adversarial objective on scores [N]. Every loss is a scalar with its graph.</summary>
internal interface IObjective
{
    /// <summary>The generator's loss.</summary>
    Tensor Generator(Tensor generated);

    /// <summary>The discriminator's loss; the two batches may differ in size.</summary>
    Tensor Discriminator(Tensor real, Tensor generated);
}
