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
        DcganTrainerOptions options = DcganPreset.Recommended.Trainer with
        {
            LearningRate = 5e-5,
            Loss = DcganPreset.Recommended.Trainer.Loss with { PenaltyStart = 0 }, // The discriminator is trained.
            Augmentation = AugmentationOptions.DiffAugment,
            FrozenDiscriminatorStages = 1,
        };

        using var trainer = new DcganTrainer(Generator.Open(checkpoint), Discriminator.Open(checkpoint), options, logger: logger);
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
