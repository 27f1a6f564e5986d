using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// The best step that TorchSharp's public API offers on a CPU: one shared forward pass, both gradients from it, channels_last and,
/// in bfloat16, casts by hand.
/// </summary>
internal sealed class TunedTraining : IRepeatedWork
{
    private readonly TunedGenerator generator;
    private readonly TunedDiscriminator discriminator;
    private readonly Adam generatorOptimizer;
    private readonly Adam discriminatorOptimizer;
    private readonly CrossEntropyLoss loss = nn.CrossEntropyLoss();
    private readonly Tensor images;
    private readonly Tensor one;
    private readonly Tensor zero;
    private readonly int latentSize;

    internal TunedTraining(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        ScalarType type = trial.Precision == ComputePrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        generator = new TunedGenerator(shape, type);
        discriminator = new TunedDiscriminator(shape, type);
        generatorOptimizer = optim.Adam(generator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        discriminatorOptimizer = optim.Adam(discriminator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        images = ChannelsLast.Of(ExampleImages.Draw(trial));
        one = ones(trial.Batch, ScalarType.Int64);
        zero = zeros(trial.Batch, ScalarType.Int64);
        latentSize = shape.Generator.LatentSize;
    }

    /// <summary>Losses of the last step.</summary>
    internal (double Generator, double Discriminator) Losses { get; private set; }

    public void Repeat()
    {
        using DisposeScope scope = NewDisposeScope();
        generatorOptimizer.zero_grad();
        discriminatorOptimizer.zero_grad();

        Tensor generated = generator.call((rand(images.shape[0], latentSize) * 2) - 1);
        Tensor ofGenerated = discriminator.call(generated);
        Tensor discriminatorLoss = loss.call(discriminator.call(images), one) + loss.call(ofGenerated, zero);
        Tensor generatorLoss = loss.call(ofGenerated, one);
        autograd.backward([discriminatorLoss], retain_graph: true, inputs: [.. discriminator.parameters()]);
        autograd.backward([generatorLoss], inputs: [.. generator.parameters()]);
        generatorOptimizer.step();
        discriminatorOptimizer.step();

        Losses = (generatorLoss.item<float>(), discriminatorLoss.item<float>());
    }

    public void Dispose()
    {
        generatorOptimizer.Dispose();
        discriminatorOptimizer.Dispose();
        generator.Dispose();
        discriminator.Dispose();
        loss.Dispose();
        images.Dispose();
        one.Dispose();
        zero.Dispose();
    }
}
