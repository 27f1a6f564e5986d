namespace TrainFaces;

/// <summary>Whose DCGAN a run trains.</summary>
internal enum Preset
{
    /// <summary>The reference model's: Glorot uniform weights, uniform latents.</summary>
    Reference,

    /// <summary>The DCGAN paper's: normal weights and latents, no batch norm on the discriminator's first stage.</summary>
    Paper,

    /// <summary>The library's own recommendation.</summary>
    Recommended,
}
