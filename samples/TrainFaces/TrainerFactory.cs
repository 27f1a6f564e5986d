using Dcgan.Core;
using TorchSharp;

namespace TrainFaces;

/// <summary>From the sample's options to a trainer on its device.</summary>
internal static class TrainerFactory
{
    /// <exception cref="SampleException">The CUDA device is not there.</exception>
    public static DcganTrainer Create(TrainFacesOptions options)
    {
        var preset = Named(options.Preset).For(options.Depths, options.BaseSize, options.Channels);
        preset = preset with
        {
            Generator = preset.Generator with { LatentSize = options.LatentSize, Precision = options.Precision },
            Discriminator = preset.Discriminator with { Precision = options.Precision },
            Trainer = TrainerOptions(preset.Trainer, options),
        };
        var trainer = preset.CreateTrainer();
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

    public static DcganPreset Named(Preset preset) => preset switch
    {
        Preset.Paper => DcganPreset.Paper,
        Preset.Recommended => DcganPreset.Recommended,
        _ => DcganPreset.Reference,
    };

    /// <summary>The preset's way to train, at a rate that suits the width of the networks or that the user names.</summary>
    public static DcganTrainerOptions TrainerOptions(DcganTrainerOptions preset, TrainFacesOptions options)
    {
        // Adam moves each weight by about the rate, whatever the gradient, and an output sums as many weights as its layer is
        // wide. Narrow networks at the reference's rate learn slowly; at one that grows in full proportion they lose variety.
        double narrower = Math.Clamp((double)new GeneratorOptions().Depths[0] / options.Depths[0], 1, 16);
        double rate = options.LearningRate ?? Math.Sqrt(narrower) * preset.LearningRate;
        return preset with
        {
            Seed = options.Seed,
            LearningRate = rate,
            // Where the two have rates of their own, these stay in proportion.
            DiscriminatorLearningRate = preset.DiscriminatorLearningRate * (rate / preset.LearningRate),
        };
    }

    /// <exception cref="SampleException">The CUDA device is not there.</exception>
    public static void MoveTo(DcganTrainer trainer, DeviceChoice device)
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
