using Dcgan.Core;
using TorchSharp;

namespace TrainFaces;

/// <summary>From the sample's options to a trainer on its device.</summary>
internal static class TrainerFactory
{
    /// <exception cref="SampleException">The CUDA device is not there.</exception>
    public static DcganTrainer Create(TrainFacesOptions options)
    {
        var generator = (options.Preset == Preset.Paper ? GeneratorOptions.Paper : new GeneratorOptions()) with
        {
            LatentSize = options.LatentSize,
            BaseSize = options.BaseSize,
            Depths = options.Depths,
            ImageChannels = options.Channels,
            Precision = options.Precision,
        };
        var alike = (options.Preset == Preset.Paper ? DiscriminatorOptions.Paper : new DiscriminatorOptions()) with
        {
            Precision = options.Precision,
        };
        var discriminator = DiscriminatorOptions.Mirror(generator, alike);
        var trainer = DcganTrainer.Create(generator, discriminator, TrainerOptions(options));
        try
        {
            MoveTo(trainer, options.Device);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    // Adam moves each weight by about the rate, whatever the gradient, and an output sums as many weights as its layer is
    // wide. Narrow networks at the reference's rate learn slowly; at one that grows in full proportion they lose variety.
    private static DcganTrainerOptions TrainerOptions(TrainFacesOptions options)
    {
        DcganTrainerOptions reference = new();
        double narrower = Math.Clamp((double)new GeneratorOptions().Depths[0] / options.Depths[0], 1, 16);
        return reference with { Seed = options.Seed, LearningRate = options.LearningRate ?? Math.Sqrt(narrower) * reference.LearningRate };
    }

    private static void MoveTo(DcganTrainer trainer, DeviceChoice device)
    {
        if (!device.IsCuda)
        {
            return;
        }

        if (!torch.cuda.is_available())
        {
            throw new SampleException(
                $"--device {device}: no CUDA device can be used. TorchSharp's CPU backend is built in; for CUDA put the package "
                + "TorchSharp-cuda-linux or TorchSharp-cuda-windows in its place in eng/TorchBackend.props.");
        }

        int devices = torch.cuda.device_count();
        if (device.Index >= devices)
        {
            throw new SampleException($"--device {device}: this machine has {devices} CUDA device(s), cuda:0 to cuda:{devices - 1}.");
        }

        trainer.to(DeviceType.CUDA, device.Index);
    }
}
