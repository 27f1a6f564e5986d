using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Train
{
    internal static void Run(
        IEnumerable<torch.Tensor> batches,
        torch.Device device,
        string folder,
        IProgress<DcganStep> progress,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        // <program>
        using DcganTrainer trainer = DcganPreset.Recommended.For([64, 32]).CreateTrainer(logger: logger);
        trainer.to(device);
        var checkpoints = new CheckpointDirectory(folder, logger: logger);

        while (trainer.Epoch < 10)
        {
            long steps = trainer.Train(batches, progress, cancellationToken);
            trainer.NextEpoch();
            string path = checkpoints.Save(trainer);
            logger.LogInformation("Epoch {Epoch}: {Steps} steps, saved to {Path}", trainer.Epoch, steps, path);
        }

        // </program>
    }
}
