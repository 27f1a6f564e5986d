using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>
/// The step of the PyTorch DCGAN example in TorchSharp: the discriminator on real and on generated images, then the
/// generator, with a separate backward pass for each, and <c>optim.Adam</c>.
/// </summary>
internal sealed class ExampleTraining : IRepeatedWork
{
    private readonly ExampleGenerator generator;
    private readonly ExampleDiscriminator discriminator;
    private readonly Adam generatorOptimizer;
    private readonly Adam discriminatorOptimizer;
    private readonly CrossEntropyLoss loss = nn.CrossEntropyLoss();
    private readonly Tensor images;
    private readonly Tensor one;
    private readonly Tensor zero;
    private readonly int latentSize;

    internal ExampleTraining(Trial trial)
    {
        var shape = NetworkShape.Of(trial.Size);
        generator = new ExampleGenerator(shape);
        discriminator = new ExampleDiscriminator(shape);
        generatorOptimizer = optim.Adam(generator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        discriminatorOptimizer = optim.Adam(discriminator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        images = ExampleImages.Draw(trial);
        one = ones(trial.Batch, ScalarType.Int64);
        zero = zeros(trial.Batch, ScalarType.Int64);
        latentSize = shape.Generator.LatentSize;
    }

    /// <summary>Losses of the last step.</summary>
    internal (double Generator, double Discriminator) Losses { get; private set; }

    public void Repeat()
    {
        using DisposeScope scope = NewDisposeScope();

        discriminatorOptimizer.zero_grad();
        Tensor lossOfReal = loss.call(discriminator.call(images), one);
        lossOfReal.backward();
        Tensor generated = generator.call((rand(images.shape[0], latentSize) * 2) - 1);
        Tensor lossOfGenerated = loss.call(discriminator.call(generated.detach()), zero);
        lossOfGenerated.backward();
        discriminatorOptimizer.step();

        generatorOptimizer.zero_grad();
        Tensor generatorLoss = loss.call(discriminator.call(generated), one);
        generatorLoss.backward();
        generatorOptimizer.step();

        Losses = (generatorLoss.item<float>(), (lossOfReal + lossOfGenerated).item<float>());
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
