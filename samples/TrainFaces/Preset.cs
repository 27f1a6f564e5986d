namespace TrainFaces;

/// <summary>The recipe that a run uses: networks, initialization, and training options.</summary>
internal enum Preset
{
    /// <summary>The recipe that the library recommends.</summary>
    Recommended,

    /// <summary>The recommended recipe with augmentation, for few images.</summary>
    FewImages,

    /// <summary>The DCGAN paper: normal weights and latents, no batch norm in the discriminator's first stage.</summary>
    Paper,

    /// <summary>The reference model: Glorot uniform weights, uniform latents.</summary>
    Reference,
}
