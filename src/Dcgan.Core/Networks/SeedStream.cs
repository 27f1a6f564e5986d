namespace Dcgan.Core;

/// <summary>What a seed is used for. Streams of one seed are independent of each other.</summary>
internal enum SeedStream
{
    GeneratorWeights = 1,
    DiscriminatorWeights = 2,
    TrainingLatents = 3,

    /// <summary>Latents that a host names by a seed.</summary>
    NamedLatents = 4,

    /// <summary>Latents that a trainer draws for its samples.</summary>
    TrainerSamples = 5,

    /// <summary>Latents that fill up a small batch.</summary>
    Companions = 6,

    /// <summary>The order of an epoch's images.</summary>
    EpochOrder = 7,

    /// <summary>Where the search for an image's latent starts.</summary>
    Inversion = 8,

    /// <summary>How images are augmented.</summary>
    Augmentation = 9,

    /// <summary>Where between images a penalty is taken.</summary>
    Penalties = 10,

    /// <summary>Latents whose images show how varied a generator's are.</summary>
    Diversity = 11,

    /// <summary>Where the power iteration of spectral normalisation starts.</summary>
    SpectralNormalization = 12,

    /// <summary>Where patches, directions, pairs and subsets of a measure are drawn.</summary>
    Evaluation = 13,
}
