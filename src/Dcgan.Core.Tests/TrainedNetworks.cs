using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>Creates networks with nontrivial statistics, scale factors, offsets, biases and vectors of classes, as after training.</summary>
internal static class TrainedNetworks
{
    internal static Generator Generator(GeneratorOptions options, torch.ScalarType type = torch.ScalarType.Float32)
    {
        Generator generator = Trained(new Generator(options, seed: 3));
        generator.to(type);
        return generator;
    }

    internal static Discriminator Discriminator(DiscriminatorOptions options) => Trained(new Discriminator(options, seed: 3));

    private static TNetwork Trained<TNetwork>(TNetwork network)
        where TNetwork : torch.nn.Module
    {
        using var random = new torch.Generator(4, torch.CPU);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        foreach ((string key, torch.Tensor value) in network.state_dict())
        {
            if (key.Contains(".norm.", StringComparison.Ordinal) || key.EndsWith("bias", StringComparison.Ordinal))
            {
                value.uniform_(0.1, 0.4, random);
            }
            else if (key == "labels.weight")
            {
                value.uniform_(-0.9, 0.9, random);
            }
        }

        return network;
    }
}
