using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>What a training program in plain TorchSharp holds: networks, <c>optim.Adam</c>, the loss, its targets and the images.</summary>
internal abstract class TorchSharpTraining : IRepeatedWork
{
    private readonly int latentSize;

    /// <param name="trial">Batch size and networks.</param>
    /// <param name="generator">Builds the network that maps latents to images.</param>
    /// <param name="discriminator">Builds the network that maps images to two logits.</param>
    /// <param name="layout">Converts the real images to the layout that the networks want.</param>
    protected TorchSharpTraining(
        Trial trial,
        Func<NetworkShape, nn.Module<Tensor, Tensor>> generator,
        Func<NetworkShape, nn.Module<Tensor, Tensor>> discriminator,
        Func<Tensor, Tensor> layout)
    {
        var shape = NetworkShape.Of(trial.Size);
        latentSize = shape.Generator.LatentSize;
        Generator = generator(shape);
        Discriminator = discriminator(shape);
        GeneratorOptimizer = optim.Adam(Generator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        DiscriminatorOptimizer = optim.Adam(Discriminator.parameters(), 2e-4, beta1: 0.5, beta2: 0.999);
        Images = layout(ExampleImages.Draw(trial));
        One = ones(trial.Batch, ScalarType.Int64);
        Zero = zeros(trial.Batch, ScalarType.Int64);
    }

    protected nn.Module<Tensor, Tensor> Generator { get; }

    protected nn.Module<Tensor, Tensor> Discriminator { get; }

    protected Adam GeneratorOptimizer { get; }

    protected Adam DiscriminatorOptimizer { get; }

    protected CrossEntropyLoss Loss { get; } = nn.CrossEntropyLoss();

    protected Tensor Images { get; }

    protected Tensor One { get; }

    protected Tensor Zero { get; }

    /// <summary>Losses of the last step.</summary>
    internal (double Generator, double Discriminator) Losses { get; private protected set; }

    public abstract void Repeat();

    public void Dispose()
    {
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        Loss.Dispose();
        Images.Dispose();
        One.Dispose();
        Zero.Dispose();
    }

    /// <summary>Generates one image for each real image.</summary>
    protected Tensor Generate() => Generator.call((rand(Images.shape[0], latentSize) * 2) - 1);
}
