using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>Builds networks so small that a step takes milliseconds: 8x8 images of 3 channels through two stages.</summary>
internal static class Tiny
{
    internal static GeneratorOptions Generator { get; } = new() { LatentSize = 5, BaseSize = 2, Depths = [6, 4] };

    internal static DiscriminatorOptions Discriminator { get; } = new() { BaseSize = 2, Depths = [4, 6] };

    internal static DcganTrainer Trainer(long seed = 0) =>
        DcganTrainer.Create(Generator, Discriminator, new DcganTrainerOptions { Seed = seed });

    internal static DcganTrainer Trainer(DcganTrainerOptions options, DiscriminatorOptions? discriminator = null) =>
        DcganTrainer.Create(Generator, discriminator ?? Discriminator, options);

    /// <summary>Random images [count, 3, H, W] in [-1, 1], by default of 8x8; the same seed gives the same images.</summary>
    internal static torch.Tensor Images(int count = 4, long seed = 1, SpatialSize? size = null)
    {
        (int height, int width) = size ?? 8;
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        return torch.empty(count, 3, height, width).uniform_(-1, 1, random);
    }

    /// <summary>Finite images [count, 3, 8, 8] so large that the losses of a step are NaN.</summary>
    internal static torch.Tensor OverflowingImages(int count = 4) => Images(count).sign() * float.MaxValue;

    /// <summary>Standard normal values; the same seed gives the same values.</summary>
    internal static torch.Tensor Normal(long[] shape, long seed, torch.ScalarType type = torch.ScalarType.Float64)
    {
        using var random = new torch.Generator((ulong)seed, torch.CPU);
        return torch.randn(shape, type, generator: random);
    }

    /// <summary>Updates both networks as a host with a loop of its own does, at the same time.</summary>
    internal static (torch.Tensor GeneratorLoss, torch.Tensor DiscriminatorLoss) OwnStep(DcganTrainer trainer, torch.Tensor images)
    {
        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = trainer.call(images);
        torch.autograd.backward([generatorLoss], retain_graph: true, inputs: [.. trainer.Generator.parameters()]);
        torch.autograd.backward([discriminatorLoss], inputs: [.. trainer.Discriminator.parameters()]);
        trainer.Optimizers.Generator.step();
        trainer.Optimizers.Discriminator.step();
        trainer.Optimizers.Generator.zero_grad();
        trainer.Optimizers.Discriminator.zero_grad();
        trainer.CompleteStep();
        return (generatorLoss, discriminatorLoss);
    }

    /// <summary>All values of a module's state, by key, as plain numbers.</summary>
    internal static Dictionary<string, double[]> Values(torch.nn.Module module)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return module.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().to(torch.float64, torch.CPU).contiguous().data<double>().ToArray());
    }
}
