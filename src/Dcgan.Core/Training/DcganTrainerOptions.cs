using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>
/// The options of a <see cref="DcganTrainer"/>. The defaults are the reference's: Adam with learning rate 2e-4 and beta1 0.5 for
/// each network, softmax cross-entropy, simultaneous updates, and no other terms.
/// </summary>
public sealed record DcganTrainerOptions
{
    /// <summary>
    /// The seed of the trainer's random numbers, and of the networks' weights if <see cref="DcganTrainer.Create"/> builds them.
    /// Runs with the same seed, device and number of threads are bit-identical. Default 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>Adam's learning rate for both networks. At least 0. Default 2e-4, from the paper and the reference.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>
    /// Adam's learning rate for the discriminator, if it differs from the generator's: the two time-scale update rule (Heusel et
    /// al., 2017). At least 0. Default null: <see cref="LearningRate"/>.
    /// </summary>
    public double? DiscriminatorLearningRate { get; init; }

    /// <summary>
    /// Number of real images over which the learning rates of both networks fall linearly to a fiftieth, where they stay. At least 0.
    /// Default 0: the trainer leaves the learning rates alone. Set it to the length of the run in images, but not below about 200,000.
    /// Networks with a first depth below 512 are better with constant rates. <see cref="DcganPreset.ForRun"/> does both. docs/recipes.md has the measurements.
    /// </summary>
    /// <remarks>
    /// <see cref="DcganTrainer.Step(DcganBatch)"/> sets the learning rate of every parameter group from its initial learning rate before
    /// the step, and <see cref="DcganTrainer.CompleteStep"/> for the next step. Do not combine it with a scheduler of your own. To resume
    /// a run for longer, create the trainer with the new length and load the checkpoint: the number may change between save and load.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // Checkpoints with constant rates are those of earlier versions.
    public long LearningRateDecayImages { get; init; }

    /// <summary>
    /// Adam's beta1: the decay rate of the mean gradient, for both networks. In [0, 1). Default 0.5, from the paper and the
    /// reference.
    /// </summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's beta2: the decay rate of the mean squared gradient, for both networks. In [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>The losses. Default: the reference's softmax cross-entropy, without penalties.</summary>
    public DcganLossOptions Loss { get; init; } = new();

    /// <summary>The order of the updates. Default <see cref="UpdateSchedule.Simultaneous"/>, the reference's.</summary>
    public UpdateSchedule Schedule { get; init; } = UpdateSchedule.Simultaneous;

    /// <summary>
    /// Number of micro-batches of an update. Their gradients are summed, so one micro-batch at a time must fit in memory. At
    /// least 1; each micro-batch has at least 2 images. Default 1.
    /// </summary>
    /// <remarks>
    /// Terms that treat each image independently give the same gradient as one large batch: networks without batch normalization,
    /// every objective and every penalty. Batch normalization and feature matching, which compares means, see one micro-batch at
    /// a time. Spectral normalization improves its estimate with each micro-batch.
    /// </remarks>
    public int MicroBatches { get; init; } = 1;

    /// <summary>
    /// The largest Euclidean norm of a network's gradient, over all its parameters; a larger gradient is scaled down to this
    /// norm. Above 0. Default null: no clipping. <see cref="DcganStep"/> has the norms before clipping.
    /// </summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>
    /// Number of first stages of the discriminator, those next to the image, whose parameters do not change: FreezeD (Mo, Cho,
    /// Shin, 2020: Freeze the discriminator), for fine-tuning on few images like those that trained the stages. In
    /// [0, number of the discriminator's depths]. Default 0. See docs/fine-tuning.md.
    /// </summary>
    /// <remarks>
    /// Parameters include the scale and shift of batch normalization. Frozen stages still normalize by the statistics of each
    /// batch in training, and their running statistics follow the new images.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // Checkpoints without frozen stages are those of earlier versions.
    public int FrozenDiscriminatorStages { get; init; }

    /// <summary>
    /// EMA half-life of the generator weights in <see cref="DcganTrainer.AveragedGenerator"/>, in real images: after so many
    /// images, weights count half. The half-life in effect is at most a twentieth of <see cref="DcganTrainer.ImagesSeen"/>, so the
    /// average soon forgets the untrained weights. At least 0; 0 if <see cref="EmaDecay"/> is set. Default 0: no average. The default
    /// configuration of StyleGAN2 with ADA (Karras et al., 2020) has the same limit, and a half-life of 10,000 with 32 images a step.
    /// </summary>
    /// <remarks>Unlike <see cref="EmaDecay"/>, the half-life does not depend on the batch size or the number of processes.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // As above.
    public double EmaHalfLife { get; init; }

    /// <summary>
    /// EMA decay of the generator weights per step, for those who count steps instead of images: 0.999 averages over about 1,000
    /// steps. In [0, 1); 0 if <see cref="EmaHalfLife"/> is set. Default 0.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>
    /// Warm-up of <see cref="EmaDecay"/> in steps: caps the decay at t / (t + EmaWarmup) at step t. At least 0. Default 0: the
    /// decay is <see cref="EmaDecay"/> from the first step on. 0 if <see cref="EmaHalfLife"/> is set, which has its own limit.
    /// </summary>
    public double EmaWarmup { get; init; }

    /// <summary>The augmentation of images before the discriminator sees them. Default: none.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>What to do with NaN or infinite losses and gradients. Default <see cref="DivergencePolicy.Throw"/>.</summary>
    public DivergencePolicy DivergencePolicy { get; init; } = DivergencePolicy.Throw;

    /// <summary>
    /// Number of steps between two copies of the state that <see cref="DivergencePolicy.RollBack"/> restores. At least 1. Default
    /// 100.
    /// </summary>
    public int RollBackInterval { get; init; } = 100;

    /// <summary>
    /// Number of steps between two measurements of <see cref="DcganStep.Diversity"/>, each of which generates 64 images. At least
    /// 0. Default 0: never.
    /// </summary>
    public int DiversityInterval { get; init; }

    internal DcganTrainerOptions Checked()
    {
        Expect.Within(0, double.PositiveInfinity, LearningRate, nameof(LearningRate));
        Expect.Within(0, double.PositiveInfinity, DiscriminatorLearningRate ?? 0, nameof(DiscriminatorLearningRate));
        Expect.AtLeast(0, LearningRateDecayImages, nameof(LearningRateDecayImages));
        Expect.Within(0, 1, Beta1, nameof(Beta1));
        Expect.Within(0, 1, Beta2, nameof(Beta2));
        ArgumentNullException.ThrowIfNull(Loss);
        ArgumentNullException.ThrowIfNull(Schedule);
        ArgumentNullException.ThrowIfNull(Augmentation);
        _ = Loss.Checked();
        _ = Schedule.Checked();
        _ = Augmentation.Checked();
        Expect.AtLeast(1, MicroBatches, nameof(MicroBatches));
        if (GradientClipNorm is double norm)
        {
            Expect.Above(0, norm, nameof(GradientClipNorm));
            Expect.Finite(norm, nameof(GradientClipNorm));
        }

        Expect.AtLeast(0, FrozenDiscriminatorStages, nameof(FrozenDiscriminatorStages));
        Expect.Within(0, double.PositiveInfinity, EmaHalfLife, nameof(EmaHalfLife));
        Expect.Within(0, 1, EmaDecay, nameof(EmaDecay));
        Expect.Within(0, double.PositiveInfinity, EmaWarmup, nameof(EmaWarmup));
        CheckUnused(EmaDecay, nameof(EmaDecay));
        CheckUnused(EmaWarmup, nameof(EmaWarmup));

        Expect.Defined(DivergencePolicy, nameof(DivergencePolicy));
        Expect.AtLeast(1, RollBackInterval, nameof(RollBackInterval));
        Expect.AtLeast(0, DiversityInterval, nameof(DiversityInterval));
        return this;
    }

    /// <summary>Checks an option of averages by steps, which has no effect on an average by images.</summary>
    private void CheckUnused(double value, string name)
    {
        if (EmaHalfLife > 0 && value > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{name}: must be 0 because {nameof(EmaHalfLife)} is {EmaHalfLife}, but was {value}."), name);
        }
    }

    internal bool Averages => EmaHalfLife > 0 || EmaDecay > 0;
}
