using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Programs;

internal static class OwnObjective
{
    internal static void Run(IEnumerable<torch.Tensor> batches, string checkpoint, ILogger logger)
    {
        // <program>
        var objective = new AdversarialObjective(
            "SoftHinge",
            generatorLoss: generated => -generated.mean(),
            discriminatorLoss: (real, generated) => functional.softplus(1 - real).mean() + functional.softplus(1 + generated).mean());
        DcganPreset preset = DcganPreset.Recommended.For([64, 32]);
        preset = preset with { Trainer = preset.Trainer with { Loss = preset.Trainer.Loss with { Objective = objective } } };

        using DcganTrainer trainer = preset.CreateTrainer(logger: logger);
        trainer.Train(batches);
        trainer.Save(checkpoint);                               // resume with CreateTrainer and Load, not with Open

        // </program>
    }
}
