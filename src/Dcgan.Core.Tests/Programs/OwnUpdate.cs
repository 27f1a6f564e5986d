using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Programs;

internal static class OwnUpdate
{
    internal static void Run(IEnumerable<torch.Tensor> batches, torch.Device device, string checkpoint, ILogger logger)
    {
        // <program>
        using DcganTrainer trainer = DcganPreset.Paper.For([64, 32]).CreateTrainer(logger: logger);
        trainer.to(device);
        using torch.optim.Optimizer discriminatorOptimizer = torch.optim.RMSProp(trainer.Discriminator.parameters(), 1e-4);
        using torch.optim.Optimizer generatorOptimizer = torch.optim.RMSProp(trainer.Generator.parameters(), 1e-4);

        foreach (torch.Tensor images in batches)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            discriminatorOptimizer.zero_grad();
            torch.Tensor loss = trainer.call(images).DiscriminatorLoss;
            ((loss - 0.4).abs() + 0.4).backward();              // flooding: keeps the loss near 0.4 or above it
            discriminatorOptimizer.step();

            generatorOptimizer.zero_grad();
            trainer.call(images).GeneratorLoss.backward();
            generatorOptimizer.step();
            trainer.CompleteStep();                             // counts the step; updates the average and the augmentation
        }

        trainer.Generator.Save(checkpoint);

        // </program>
    }
}
