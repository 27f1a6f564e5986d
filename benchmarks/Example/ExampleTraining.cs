using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// The step of the PyTorch DCGAN example in TorchSharp: the discriminator on real and on generated images, then the
/// generator, with a separate backward pass for each, and <c>optim.Adam</c>.
/// </summary>
internal sealed class ExampleTraining(Trial trial) : TorchSharpTraining(
    trial,
    shape => new ExampleGenerator(shape),
    shape => new ExampleDiscriminator(shape),
    images => images)
{
    public override void Repeat()
    {
        using DisposeScope scope = NewDisposeScope();

        DiscriminatorOptimizer.zero_grad();
        Tensor lossOfReal = Loss.call(Discriminator.call(Images), One);
        lossOfReal.backward();
        Tensor generated = Generate();
        Tensor lossOfGenerated = Loss.call(Discriminator.call(generated.detach()), Zero);
        lossOfGenerated.backward();
        DiscriminatorOptimizer.step();

        GeneratorOptimizer.zero_grad();
        Tensor generatorLoss = Loss.call(Discriminator.call(generated), One);
        generatorLoss.backward();
        GeneratorOptimizer.step();

        Losses = (generatorLoss.item<float>(), (lossOfReal + lossOfGenerated).item<float>());
    }
}
