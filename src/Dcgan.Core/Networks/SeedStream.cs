namespace Dcgan.Core;

/// <summary>Purpose of the random numbers drawn from a seed. The streams of one seed are independent of each other.</summary>
internal enum SeedStream
{
    GeneratorWeights = 1,
    DiscriminatorWeights = 2,
    TrainingLatents = 3,

    /// <summary>Latents that a host requests by seed.</summary>
    NamedLatents = 4,

    /// <summary>Latents that a trainer draws for its samples.</summary>
    TrainerSamples = 5,

    /// <summary>Latents that pad a small batch.</summary>
    Companions = 6,

    /// <summary>Order of the images of an epoch.</summary>
    EpochShuffle = 7,

    /// <summary>Starting points of the search for the latent of an image.</summary>
    Inversion = 8,

    /// <summary>Augmentation of images.</summary>
    Augmentation = 9,

    /// <summary>Points between real and generated images at which a gradient penalty is evaluated.</summary>
    Penalties = 10,

    /// <summary>Latents of the images that measure a generator's diversity.</summary>
    Diversity = 11,

    /// <summary>Initial vectors of the power iteration of spectral normalization.</summary>
    SpectralNormalization = 12,

    /// <summary>Patches, directions, pairs and subsets of evaluation measures.</summary>
    Evaluation = 13,
}
