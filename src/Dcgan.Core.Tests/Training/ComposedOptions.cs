namespace Dcgan.Core.Tests.Training;

/// <summary>Combinations of options, by name. The CUDA tests use them too.</summary>
internal static class ComposedOptions
{
    internal static IReadOnlyDictionary<string, DcganTrainerOptions> All { get; } = new Dictionary<string, DcganTrainerOptions>
    {
        ["wgan-gp"] = new() { Loss = DcganLossOptions.WassersteinGradientPenalty, Schedule = UpdateSchedule.Alternating(2), Beta1 = 0 },
        ["hinge with R1 and R2, now and then"] = new()
        {
            Loss = new() { Objective = AdversarialObjective.Hinge, R1Weight = 1, R2Weight = 0.5, PenaltyInterval = 2, PenaltyStart = 1 },
            EmaDecay = 0.99,
            EmaWarmup = 3,
        },
        ["adaptive augmentation and feature matching"] = new()
        {
            Loss = new() { Objective = AdversarialObjective.LeastSquares, FeatureMatchingWeight = 0.05, LabelSmoothing = 0.1 },
            Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, AdaptiveTarget = 0.6, AdaptiveImages = 20 },
            Schedule = UpdateSchedule.Alternating(1, 2),
        },
        ["noise, clipping and micro-batches"] = new()
        {
            Loss = new() { Objective = AdversarialObjective.NonSaturating },
            Augmentation = new() { InstanceNoise = 0.1, InstanceNoiseSteps = 4 },
            GradientClipNorm = 1,
            MicroBatches = 2,
            DivergencePolicy = DivergencePolicy.RollBack,
            DiversityInterval = 2,
        },
        ["decaying learning rates"] = new() { DiscriminatorLearningRate = 4e-4, LearningRateDecayImages = 60, EmaHalfLife = 20 },
        ["frozen stages"] = new()
        {
            FrozenDiscriminatorStages = 1,
            Loss = new() { R1Weight = 1, FeatureMatchingWeight = 0.1 },
            Schedule = UpdateSchedule.Alternating(),
            GradientClipNorm = 1,
            EmaDecay = 0.9,
        },
    };
}
