using Dcgan.Core.Tests.Training;

namespace Dcgan.Core.CudaTests;

/// <summary>Networks and options of a run, by name: each option at least once.</summary>
internal static class StepCases
{
    private static readonly GeneratorOptions LabeledGenerator = Tiny.Generator with { Classes = 3 };
    private static readonly DiscriminatorOptions LabeledDiscriminator = Tiny.Discriminator with { Classes = 3 };
    private static readonly DiscriminatorOptions Spectral = Tiny.Discriminator with { Logits = 1, SpectralNorm = true, BatchNorm = false };

    internal static IReadOnlyDictionary<string, StepCase> All { get; } = Cases().ToDictionary();

    private static IEnumerable<KeyValuePair<string, StepCase>> Cases() =>
    [
        .. ComposedOptions.All.Select(pair => KeyValuePair.Create(pair.Key, Plain(pair.Value))),
        .. ComposedOptions.All.Select(pair =>
            KeyValuePair.Create($"{pair.Key}; one logit, spectral norm", new StepCase(Tiny.Generator, Spectral, pair.Value))),
        .. Objectives().Select(objective => KeyValuePair.Create($"objective {objective}", Plain(new() { Loss = new() { Objective = objective } }))),
        new("preset Reference", Preset(DcganPreset.Reference)),
        new("preset Paper", Preset(DcganPreset.Paper)),
        new("preset Recommended", Preset(DcganPreset.Recommended)),
        new("classes", new(LabeledGenerator, LabeledDiscriminator, new())),
        new("class embeddings", new(LabeledGenerator with { LabelSize = 4 }, LabeledDiscriminator, new())),
        new("classes with micro-batches, a relativistic objective and R1", new(LabeledGenerator, LabeledDiscriminator with { Logits = 1 }, new()
        {
            Loss = new() { Objective = AdversarialObjective.RelativisticPairing, R1Weight = 1, R2Weight = 1 },
            MicroBatches = 2,
            Schedule = UpdateSchedule.Alternating(2),
        })),
        new("spectral norm", new(Tiny.Generator, Tiny.Discriminator with { SpectralNorm = true }, new())),
        new("kernel size 4", new(Tiny.Generator with { KernelSize = 4 }, Tiny.Discriminator with { KernelSize = 4 }, new())),
        new("smooth output", new(Tiny.Generator with { SmoothOutput = true }, Tiny.Discriminator, new())),
        new("kernel size 4 with smooth output", new(Tiny.Generator with { KernelSize = 4, SmoothOutput = true }, Tiny.Discriminator, new())),
        new("rectangles", new(Tiny.Generator with { BaseSize = (2, 3) }, Tiny.Discriminator with { BaseSize = (2, 3) }, new())),
        new("normal latents", new(Tiny.Generator with { LatentDistribution = LatentDistribution.Normal }, Tiny.Discriminator, new())),
        new("EMA by half-life", Plain(new() { EmaHalfLife = 20 })),
        new("EMA by decay with warm-up", Plain(new() { EmaDecay = 0.9, EmaWarmup = 3 })),
        new("micro-batches", Plain(new() { MicroBatches = 4 })),
        new("several updates of each network", Plain(new() { Schedule = UpdateSchedule.Alternating(2, 3) })),
        new("different learning rates", Plain(new() { LearningRate = 1e-3, DiscriminatorLearningRate = 1e-4, Beta1 = 0, Beta2 = 0.9 })),
        new("gradient clipping", Plain(new() { GradientClipNorm = 0.1 })),
        new("gradient penalty", Plain(new() { Loss = new() { GradientPenaltyWeight = 10 } })),
        new("R1, R2 and gradient penalty at intervals", new(Tiny.Generator, Tiny.Discriminator with { BatchNorm = false }, new()
        {
            Loss = new() { R1Weight = 10, R2Weight = 1, GradientPenaltyWeight = 1, PenaltyInterval = 3 },
        })),
        new("label smoothing", Plain(new() { Loss = new() { LabelSmoothing = 0.1 } })),
        new("feature matching", Plain(new() { Loss = new() { FeatureMatchingWeight = 1 } })),
        new("color", Plain(new() { Augmentation = new() { Color = true } })),
        new("translation", Plain(new() { Augmentation = new() { Translation = true } })),
        new("cutout", Plain(new() { Augmentation = new() { Cutout = true } })),
        new("horizontal flip", Plain(new() { Augmentation = new() { HorizontalFlip = true } })),
        new("instance noise", Plain(new() { Augmentation = new() { InstanceNoise = 0.2 } })),
        new("all augmentations at probability 0.5", Plain(new()
        {
            Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, Probability = 0.5, InstanceNoise = 0.1, InstanceNoiseSteps = 3 },
        })),
        new("all discriminator stages frozen", Plain(new() { FrozenDiscriminatorStages = 2 })),
        new("diversity", Plain(new() { DiversityInterval = 1, EmaDecay = 0.5 })),
        // Wide enough for the CPU's own formulations of a convolution, over tiles and by minimal filtering.
        new("wide networks", new(
            new() { LatentSize = 5, BaseSize = 4, Depths = [512, 64] }, new() { BaseSize = 4, Depths = [64, 512] }, new(), Count: 32)),
    ];

    private static AdversarialObjective[] Objectives() =>
    [
        AdversarialObjective.SoftmaxCrossEntropy, AdversarialObjective.NonSaturating, AdversarialObjective.LeastSquares,
        AdversarialObjective.Hinge, AdversarialObjective.Wasserstein, AdversarialObjective.RelativisticPairing,
    ];

    private static StepCase Plain(DcganTrainerOptions options) => new(Tiny.Generator, Tiny.Discriminator, options);

    private static StepCase Preset(DcganPreset preset)
    {
        DcganPreset tiny = preset.For([6, 4], baseSize: 2);
        return new(tiny.Generator, tiny.Discriminator, tiny.Trainer);
    }
}
