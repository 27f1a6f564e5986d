using Dcgan.Core;
using TorchSharp;

// A minimal host. eng/consumer-check.sh builds it outside the repository, against the package.
try
{
    using var trainer = DcganTrainer.Create(
        new GeneratorOptions { LatentSize = 6, BaseSize = 4, Depths = [8, 4], ImageChannels = 3 },
        new DiscriminatorOptions { BaseSize = 4, Depths = [4, 8], ImageChannels = 3 });
    using torch.Tensor images = (torch.rand(4, 3, 16, 16) * 2) - 1;
    DcganStep step = trainer.Step(images);
    using torch.Tensor samples = trainer.Sample(5);

    Console.WriteLine($"images [{string.Join(", ", images.shape)}]");
    Console.WriteLine($"step {step.Number}: losses are finite: {double.IsFinite(step.GeneratorLoss + step.DiscriminatorLoss)}");
    Console.WriteLine($"samples [{string.Join(", ", samples.shape)}]");
    return 0;
}
catch (NativeBackendException missing)
{
    Console.WriteLine(missing.Message);
    return 1;
}
