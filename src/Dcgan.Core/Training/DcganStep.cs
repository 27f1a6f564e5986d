namespace Dcgan.Core;

/// <summary>
/// The numbers of one step. All are of the passes before the updates; where a schedule updates a network several times, each is the
/// mean over its updates.
/// </summary>
public sealed record DcganStep
{
    /// <summary>Which step of this trainer it was, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>
    /// The generator's loss. By the default objective log 2 = 0.69 where the discriminator cannot tell; large where it can.
    /// </summary>
    public required double GeneratorLoss { get; init; }

    /// <summary>
    /// The discriminator's loss: on real and on generated images together, without penalties. By the default objective 2 log 2 = 1.39
    /// where it cannot tell.
    /// </summary>
    public required double DiscriminatorLoss { get; init; }

    /// <summary>What the penalties added to it; 0 where there are none, or where none was due.</summary>
    public double Penalty { get; init; }

    /// <summary>D(x): the mean probability of "real" that the discriminator gave the real images, 0 to 1.</summary>
    public required double RealProbability { get; init; }

    /// <summary>D(G(z)): the mean probability of "real" that the discriminator gave the generated images, 0 to 1.</summary>
    public required double GeneratedProbability { get; init; }

    /// <summary>
    /// The mean score of real images less that of generated ones. A score is the logits' difference, or the one logit. Near 0 where
    /// the discriminator cannot tell; one that grows and grows is a discriminator that has won.
    /// </summary>
    public double ScoreGap { get; init; }

    /// <summary>
    /// How varied 64 samples of latents that stay the same are, against the step's real images: the mean squared distance between
    /// two of them over that between two real ones. About 1 where they are as varied; near 0 where the generator has collapsed. Null
    /// at steps that do not look: see <see cref="DcganTrainerOptions.DiversityInterval"/>.
    /// </summary>
    public double? Diversity { get; init; }

    /// <summary>Euclidean length of the generator's whole gradient.</summary>
    public required double GeneratorGradientNorm { get; init; }

    /// <summary>Euclidean length of the discriminator's whole gradient.</summary>
    public required double DiscriminatorGradientNorm { get; init; }

    /// <summary>How long the update took, from the call to its end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What became of it; other than updated only where <see cref="DcganTrainerOptions.DivergencePolicy"/> is not to throw.</summary>
    public StepOutcome Outcome { get; init; }

    /// <summary>What <see cref="DcganTrainer.Monitor"/> made of it.</summary>
    public MonitorVerdict Verdict { get; init; }
}
