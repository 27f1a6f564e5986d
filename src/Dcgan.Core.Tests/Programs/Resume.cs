using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class Resume
{
    internal static void Run(
        int count,
        Func<int[], torch.Tensor> load,
        torch.Device device,
        string folder,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        // <program>
        var checkpoints = new CheckpointDirectory(folder, logger: logger);
        using DcganTrainer trainer = checkpoints.Latest() is string latest
            ? DcganTrainer.Open(latest, logger)
            : DcganPreset.Recommended.For([64, 32]).CreateTrainer(logger: logger);
        trainer.to(device);

        while (trainer.Epoch < 10)
        {
            int[] order = EpochShuffle.Indices(trainer.Options.Seed, trainer.Epoch, count);
            foreach (int[] indices in order.Chunk(64).Skip((int)trainer.EpochStep))
            {
                using torch.Tensor images = load(indices);
                trainer.Step(images);
                if (cancellationToken.IsCancellationRequested)
                {
                    checkpoints.Save(trainer);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            trainer.NextEpoch();
            checkpoints.Save(trainer);
        }

        // </program>
    }
}
