using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>The README's code, so that it compiles. <see cref="ReadmeTests"/> compares the two.</summary>
internal static class ReadmeExample
{
#pragma warning disable CA1848, CA1873 // what a host logs is its own business
    internal static long[] Run(IEnumerable<torch.Tensor> batches, torch.Device device, ILogger logger)
    {
        // <README>
        NativeBackend.EnsureLoaded();                      // says which package is missing, if one is
        using var trainer = new DcganTrainer(new Generator(new GeneratorOptions()), new Discriminator(new DiscriminatorOptions()));
        trainer.to(device);
        foreach (var images in batches)                    // [N, 3, 64, 64], float32 in [-1, 1]
        {
            DcganStep step = trainer.Step(images);
            logger.LogInformation("{Step}: G {G:F3} D {D:F3}", step.Number, step.GeneratorLoss, step.DiscriminatorLoss);
        }

        using var faces = trainer.Sample(64);              // [64, 3, 64, 64]

        // </README>
        return faces.shape;
    }
#pragma warning restore CA1848, CA1873
}
