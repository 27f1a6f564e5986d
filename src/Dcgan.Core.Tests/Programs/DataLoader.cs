using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch.utils.data;

namespace Programs;

internal static class DataLoader
{
    internal static long Run(Dataset dataset, torch.Device device, ILogger logger)
    {
        // <program>
        DcganPreset preset = DcganPreset.Paper.For([64, 32], baseSize: 7, imageChannels: 1, classes: 10);   // 28x28, gray
        using DcganTrainer trainer = preset.CreateTrainer(logger: logger);
        trainer.to(device);
        using var loader = new TorchSharp.Modules.DataLoader(dataset, batchSize: 64, shuffle: true, drop_last: true);

        trainer.Train(Batches());

        IEnumerable<DcganBatch> Batches()
        {
            foreach (Dictionary<string, torch.Tensor> batch in loader)
            {
                using torch.Tensor images = (batch["data"] * 2) - 1;                // from [0, 1] to [-1, 1]
                yield return new DcganBatch(images, batch["label"]);
            }
        }

        // </program>
        return trainer.StepCount;
    }
}
