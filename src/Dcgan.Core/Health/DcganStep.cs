namespace Dcgan.Core;

/// <summary>
/// The numbers of one step. All numbers come from the forward passes before the updates. If a schedule updates a network several
/// times, each number is the mean over the updates. Values that the step never reached are NaN.
/// </summary>
public sealed record DcganStep
{
    /// <summary>The number of the step in its run, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>
    /// The generator's loss. With the default objective it is log 2 = 0.69 if the discriminator cannot tell real from generated
    /// images, and large if it can.
    /// </summary>
    public required double GeneratorLoss { get; init; }

    /// <summary>
    /// The discriminator's loss on real images plus its loss on generated images, without penalties. With the default objective
    /// it is 2 log 2 = 1.39 if the discriminator cannot tell real from generated images.
    /// </summary>
    public required double DiscriminatorLoss { get; init; }

    /// <summary>The penalties' share of the discriminator's loss; 0 if no penalty is set or due.</summary>
    public double Penalty { get; init; }

    /// <summary>D(x): the mean probability of "real" for the real images, in [0, 1].</summary>
    public required double RealProbability { get; init; }

    /// <summary>D(G(z)): the mean probability of "real" for the generated images, in [0, 1].</summary>
    public required double GeneratedProbability { get; init; }

    /// <summary>
    /// The mean score of the real images minus the mean score of the generated images. A score is the difference of the logits,
    /// or the single logit. The gap is near 0 if the discriminator cannot tell real from generated images; a gap that keeps
    /// growing means that the discriminator has won.
    /// </summary>
    public double ScoreGap { get; init; }

    /// <summary>
    /// The diversity of 64 samples from fixed latents, relative to the step's real images: the mean squared distance between two
    /// samples, divided by the mean squared distance between two real images. About 1 if the samples vary as much as the real
    /// images; near 0 if the generator has collapsed. Null at steps without a measurement; see
    /// <see cref="DcganTrainerOptions.DiversityInterval"/>.
    /// </summary>
    public double? Diversity { get; init; }

    /// <summary>The Euclidean norm of the generator's gradient, before clipping.</summary>
    public required double GeneratorGradientNorm { get; init; }

    /// <summary>The Euclidean norm of the discriminator's gradient, before clipping.</summary>
    public required double DiscriminatorGradientNorm { get; init; }

    /// <summary>The duration of the step, without <see cref="DcganTrainer.Monitor"/>.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// The outcome of the step. If <see cref="DcganTrainerOptions.DivergencePolicy"/> is to throw, the outcome is
    /// <see cref="StepOutcome.Updated"/> for every returned step and <see cref="StepOutcome.Skipped"/> for the step of a
    /// <see cref="DcganDivergedException"/>.
    /// </summary>
    public StepOutcome Outcome { get; init; }

    /// <summary>The verdict of <see cref="DcganTrainer.Monitor"/>.</summary>
    public MonitorVerdict Verdict { get; init; }
}
