namespace Dcgan.Core;

/// <summary>The numbers of one update of both networks. All are of the pass before the update.</summary>
public sealed record DcganStep
{
    /// <summary>Which update of this trainer it was, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The generator's loss. log 2 = 0.69 where the discriminator cannot tell; large where it can.</summary>
    public required double GeneratorLoss { get; init; }

    /// <summary>The discriminator's loss: on real and on generated images together. 2 log 2 = 1.39 where it cannot tell.</summary>
    public required double DiscriminatorLoss { get; init; }

    /// <summary>D(x): the mean probability of "real" that the discriminator gave the real images, 0 to 1.</summary>
    public required double RealProbability { get; init; }

    /// <summary>D(G(z)): the mean probability of "real" that the discriminator gave the generated images, 0 to 1.</summary>
    public required double GeneratedProbability { get; init; }

    /// <summary>Euclidean length of the generator's whole gradient.</summary>
    public required double GeneratorGradientNorm { get; init; }

    /// <summary>Euclidean length of the discriminator's whole gradient.</summary>
    public required double DiscriminatorGradientNorm { get; init; }

    /// <summary>How long the update took, from the call to its end.</summary>
    public required TimeSpan Duration { get; init; }
}
