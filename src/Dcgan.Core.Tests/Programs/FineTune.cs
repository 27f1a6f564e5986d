using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class FineTune
{
    internal static void Run(
        string checkpoint,
        IEnumerable<torch.Tensor> batches,
        torch.Device device,
        string tuned,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        // <program>
        using DcganTrainer pretrained = DcganTrainer.Open(checkpoint, logger);
        DcganTrainerOptions options = pretrained.Options with
        {
            LearningRate = 5e-5,
            Augmentation = AugmentationOptions.DiffAugment,
        };

        using var trainer = new DcganTrainer(pretrained.Generator, pretrained.Discriminator, options, logger: logger);
        trainer.to(device);
        while (trainer.Epoch < 10)
        {
            trainer.Train(batches, cancellationToken: cancellationToken);
            trainer.NextEpoch();
        }

        trainer.Save(tuned);

        // </program>
    }
}
