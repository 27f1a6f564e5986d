using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// The best step that TorchSharp's public API offers on a CPU: one shared forward pass, both gradients from it, channels_last and,
/// in bfloat16, casts by hand.
/// </summary>
internal sealed class TunedTraining(Trial trial) : TorchSharpTraining(
    trial,
    shape => new TunedGenerator(shape, TypeOf(trial)),
    shape => new TunedDiscriminator(shape, TypeOf(trial)),
    ChannelsLast.Of)
{
    public override void Repeat()
    {
        using DisposeScope scope = NewDisposeScope();
        GeneratorOptimizer.zero_grad();
        DiscriminatorOptimizer.zero_grad();

        Tensor generated = Generate();
        Tensor ofGenerated = Discriminator.call(generated);
        Tensor discriminatorLoss = Loss.call(Discriminator.call(Images), One) + Loss.call(ofGenerated, Zero);
        Tensor generatorLoss = Loss.call(ofGenerated, One);
        autograd.backward([discriminatorLoss], retain_graph: true, inputs: [.. Discriminator.parameters()]);
        autograd.backward([generatorLoss], inputs: [.. Generator.parameters()]);
        GeneratorOptimizer.step();
        DiscriminatorOptimizer.step();

        Losses = (generatorLoss.item<float>(), discriminatorLoss.item<float>());
    }

    private static ScalarType TypeOf(Trial trial) =>
        trial.Precision == ComputePrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
}
