using Dcgan.Core;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace TrainFaces;

/// <summary>Creates a trainer from the sample's options.</summary>
internal static class TrainerFactory
{
    /// <summary>Creates the networks and the trainer, and moves them to the device.</summary>
    /// <param name="options">The options of the run, completed by <paramref name="start"/>.</param>
    /// <param name="imagesPerEpoch">The number of images of an epoch.</param>
    /// <param name="classNames">The classes of the images; empty for none.</param>
    /// <param name="start">The networks to start from; null for new networks.</param>
    /// <param name="logger">Receives the trainer's warnings.</param>
    /// <param name="processes">The processes that train together; null for this process alone.</param>
    /// <exception cref="SampleException">The CUDA device is not available.</exception>
    public static DcganTrainer Create(
        TrainFacesOptions options,
        long imagesPerEpoch,
        IReadOnlyList<string>? classNames = null,
        StartingPoint? start = null,
        ILogger? logger = null,
        IProcessGroup? processes = null)
    {
        var preset = WithKernels(GetPreset(options.Preset), options.KernelSize).For(options.Depths, options.BaseSize, options.Channels);
        preset = start?.Apply(preset, classNames ?? []) ?? WithClasses(preset, classNames ?? [], options.LabelSize);
        preset = preset with
        {
            Generator = preset.Generator with { LatentSize = options.LatentSize, Precision = options.Precision },
            Discriminator = preset.Discriminator with { Precision = options.Precision },
            Trainer = TrainerOptions(preset.Trainer, options),
        };
        preset = WithDecay(preset, options, imagesPerEpoch);
        var trainer = preset.CreateTrainer(logger: logger, processes: processes);
        try
        {
            start?.CopyTo(trainer);
            MoveTo(trainer, options.Device);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    private static DcganPreset WithKernels(DcganPreset preset, int? size) => size is not { } side ? preset : preset with
    {
        Generator = preset.Generator with { KernelSize = side },
        Discriminator = preset.Discriminator with { KernelSize = side },
    };

    private static DcganPreset WithClasses(DcganPreset preset, IReadOnlyList<string> names, int labelSize) => preset with
    {
        Generator = preset.Generator with { Classes = names.Count, ClassNames = names.Count == 0 ? null : [.. names], LabelSize = labelSize },
        Discriminator = preset.Discriminator with { Classes = names.Count },
    };

    /// <summary>
    /// The library's preset for a value of --preset. The default networks are narrow, so every preset adapts its learning rate to
    /// the networks' width.
    /// </summary>
    public static DcganPreset GetPreset(Preset preset) => preset switch
    {
        Preset.Paper => DcganPreset.Paper with { ScalesLearningRate = true },
        Preset.Recommended => DcganPreset.Recommended,
        Preset.FewImages => DcganPreset.FewImages,
        _ => DcganPreset.Reference with { ScalesLearningRate = true },
    };

    /// <summary>The training options of the preset for these networks, with the user's seed and learning rate.</summary>
    /// <exception cref="SampleException">There is an interval or a start of a penalty but no penalty.</exception>
    public static DcganTrainerOptions TrainerOptions(DcganTrainerOptions preset, TrainFacesOptions options)
    {
        double r1 = options.R1 ?? preset.Loss.R1Weight;
        if (r1 == 0 && (options.R1Interval ?? options.R1Start) is { } given)
        {
            string name = options.R1Interval is null ? "--r1-start" : "--r1-interval";
            throw new SampleException(FormattableString.Invariant($"{name} {given}: needs --r1, the weight of the penalty, above 0."));
        }

        double rate = options.LearningRate ?? preset.LearningRate;
        return preset with
        {
            // Drawn faces have no noise at all, so the discriminator soon tells them from generated ones with certainty, and the generator
            // collapses. A target below 1 takes the certainty away. Photos need none: docs/recipes.md describes both.
            Loss = preset.Loss with
            {
                LabelSmoothing = options.LabelSmoothing
                    ?? (options.Data is null && TrainFacesOptions.IsRecommended(options.Preset) ? 0.1 : preset.Loss.LabelSmoothing),
                R1Weight = r1,
                PenaltyInterval = r1 == 0 ? 1 : options.R1Interval ?? preset.Loss.PenaltyInterval,
                PenaltyStart = r1 == 0 ? 0 : options.R1Start ?? (options.StartFrom is null ? preset.Loss.PenaltyStart : 0),
            },
            Seed = options.Seed,
            LearningRate = rate,
            FrozenDiscriminatorStages = options.FreezeD,
            // If the preset has separate rates for the two networks, keep their ratio.
            DiscriminatorLearningRate = preset.DiscriminatorLearningRate * (rate / preset.LearningRate),
        };
    }

    /// <summary>
    /// The preset with learning rates that fall over the user's number of epochs; by default over the run, with the recommended preset.
    /// They do not depend on --max-steps, so a run in several parts has the rates of the whole run.
    /// </summary>
    public static DcganPreset WithDecay(DcganPreset preset, TrainFacesOptions options, long imagesPerEpoch) => options switch
    {
        { DecayEpochs: { } epochs } => preset with { Trainer = preset.Trainer with { LearningRateDecayImages = epochs * imagesPerEpoch } },
        _ when TrainFacesOptions.IsRecommended(options.Preset) => preset.ForRun(options.Epochs * imagesPerEpoch),
        _ => preset,
    };

    /// <summary>Moves a trainer to a device.</summary>
    /// <exception cref="SampleException">The CUDA device is not available.</exception>
    public static void MoveTo(DcganTrainer trainer, DeviceChoice device)
    {
        if (!device.IsCuda)
        {
            return;
        }

        if (!torch.cuda.is_available())
        {
            throw new SampleException(
                $"--device {device}: no CUDA device is available. This program is built with TorchSharp's CPU backend; for CUDA, replace it "
                + "with the package TorchSharp-cuda-linux or TorchSharp-cuda-windows in eng/TorchBackend.props.");
        }

        int devices = torch.cuda.device_count();
        if (device.Index >= devices)
        {
            throw new SampleException($"--device {device}: must be in [cuda:0, cuda:{devices - 1}], because this machine has {devices} CUDA device(s).");
        }

        trainer.to(DeviceType.CUDA, device.Index);
    }
}
