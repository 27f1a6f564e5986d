using TorchSharp;

namespace Dcgan.Core.CudaTests;

/// <summary>Networks and options of a run.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Discriminator">The discriminator.</param>
/// <param name="Options">How to train.</param>
/// <param name="Count">The number of images in a batch.</param>
internal sealed record StepCase(GeneratorOptions Generator, DiscriminatorOptions Discriminator, DcganTrainerOptions Options, int Count = 8)
{
    /// <summary>The same run with layers that compute in bfloat16.</summary>
    internal StepCase InBFloat16() => this with
    {
        Generator = Generator with { Precision = ComputePrecision.BFloat16 },
        Discriminator = Discriminator with { Precision = ComputePrecision.BFloat16 },
    };

    /// <summary>A trainer on the given device; all trainers of a case have the same weights and draw the same numbers.</summary>
    internal DcganTrainer Trainer(torch.Device device, torch.ScalarType type = torch.ScalarType.Float64)
    {
        DcganTrainer trainer = DcganTrainer.Create(Generator, Discriminator, Options with { Seed = 3 });
        trainer.to(type);
        trainer.to(device);
        return trainer;
    }

    /// <summary>A batch on the given device; the same seed gives the same batch.</summary>
    internal DcganBatch Batch(long seed, torch.Device device, torch.ScalarType type = torch.ScalarType.Float64) => new(
        Tiny.Images(Count, seed, Generator.ImageSize).to(type, device),
        Generator.Classes == 0 ? null : torch.arange(seed, seed + Count, torch.int64).remainder(Generator.Classes).to(device));
}
