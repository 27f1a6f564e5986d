using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Conditional
{
    internal static long[] Run(
        IEnumerable<(torch.Tensor Images, torch.Tensor Labels)> batches, torch.Device device, ILogger logger)
    {
        // <program>
        using DcganTrainer trainer = DcganPreset.Recommended.For([64, 32], classes: 4).CreateTrainer(logger: logger);
        trainer.to(device);

        foreach ((torch.Tensor images, torch.Tensor labels) in batches)             // labels: int64 [N], 0 to 3
        {
            trainer.Step(images, labels);
        }

        using torch.Tensor overview = trainer.Sample(64);                           // classes 0, 1, 2, 3, 0, 1, 2, 3, ...
        using torch.Tensor latents = trainer.Generator.DrawLatents(16, seed: 7);
        using torch.Tensor twos = torch.full(16, 2, torch.int64);
        using torch.Tensor faces = trainer.Sample(latents, twos);                   // 16 images of class 2

        // </program>
        return faces.shape;
    }
}
