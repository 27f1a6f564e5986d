namespace Dcgan.Core;

/// <summary>
/// How a <see cref="DcganTrainer"/> trains. The defaults are the reference's: Adam at 2e-4 with beta1 0.5 for each network,
/// softmax cross-entropy, simultaneous updates, and nothing else.
/// </summary>
public sealed record DcganTrainerOptions
{
    /// <summary>
    /// Names every random draw of the trainer; and of its networks, where <see cref="DcganTrainer.Create"/> makes them. The
    /// same seed on the same device with the same number of threads gives the same bits. Default 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>Adam's step size, of both networks. At least 0. Default 2e-4, the paper's and the reference's.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>
    /// Adam's step size of the discriminator, where it is to have one of its own (Heusel et al., 2017, call that two time-scales).
    /// At least 0. Default null: <see cref="LearningRate"/>.
    /// </summary>
    public double? DiscriminatorLearningRate { get; init; }

    /// <summary>Adam's decay of the mean gradient, of both networks. 0 to below 1. Default 0.5, the paper's and the reference's.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay of the mean squared gradient, of both networks. 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What the networks strive for. Default: the reference's softmax cross-entropy, without penalties.</summary>
    public DcganLossOptions Loss { get; init; } = new();

    /// <summary>Which network is updated when. Default <see cref="UpdateSchedule.Simultaneous"/>, the reference's.</summary>
    public UpdateSchedule Schedule { get; init; } = UpdateSchedule.Simultaneous;

    /// <summary>
    /// In how many parts each update's images go through the networks, one after the other, their gradients being added up:
    /// memory for one part buys the gradient of all. At least 1; each part has at least 2 images. Default 1.
    /// </summary>
    /// <remarks>
    /// What takes each image on its own gives the gradient of one large batch: a network without batch normalisation, every
    /// objective and every penalty. Batch normalisation sees one part at a time, and so does feature matching, which compares
    /// means; spectral normalisation improves its estimate at each part.
    /// </remarks>
    public int MicroBatches { get; init; } = 1;

    /// <summary>
    /// A gradient of a network, all its parameters together, that is longer than this is shortened to it. Above 0. Default null:
    /// none is. <see cref="DcganStep"/> has the lengths from before.
    /// </summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>
    /// How much of itself <see cref="DcganTrainer.AveragedGenerator"/> keeps at each step; the rest comes from the generator. 0.999
    /// averages over some thousand steps. 0 to below 1. Default 0: there is no average.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>
    /// How slowly the average slows down at the beginning of a run, in steps: after t of them it keeps at most t / (t + this), so that
    /// it soon forgets the untrained weights. At least 0. Default 0: it keeps <see cref="EmaDecay"/> from the first step on.
    /// </summary>
    public double EmaWarmup { get; init; }

    /// <summary>What is done to images before the discriminator sees them. Default: nothing.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>What is done about losses or gradients that are not finite. Default <see cref="DivergencePolicy.Throw"/>.</summary>
    public DivergencePolicy DivergencePolicy { get; init; } = DivergencePolicy.Throw;

    /// <summary>
    /// Steps between two copies of the state that <see cref="DivergencePolicy.RollBack"/> goes back to. At least 1. Default 100.
    /// </summary>
    public int RollBackInterval { get; init; } = 100;

    /// <summary>
    /// Steps between two looks at <see cref="DcganStep.Diversity"/>, each of which makes 64 images. At least 0. Default 0: it is not
    /// looked at.
    /// </summary>
    public int DiversityInterval { get; init; }

    internal DcganTrainerOptions Checked()
    {
        Expect.Within(0, double.PositiveInfinity, LearningRate, nameof(LearningRate));
        Expect.Within(0, double.PositiveInfinity, DiscriminatorLearningRate ?? 0, nameof(DiscriminatorLearningRate));
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

        Expect.Within(0, 1, EmaDecay, nameof(EmaDecay));
        Expect.Within(0, double.PositiveInfinity, EmaWarmup, nameof(EmaWarmup));
        Expect.Defined(DivergencePolicy, nameof(DivergencePolicy));
        Expect.AtLeast(1, RollBackInterval, nameof(RollBackInterval));
        Expect.AtLeast(0, DiversityInterval, nameof(DiversityInterval));
        return this;
    }
}
