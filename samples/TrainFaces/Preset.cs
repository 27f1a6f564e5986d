namespace TrainFaces;

/// <summary>Whose initial weights and latents a run starts with.</summary>
internal enum Preset
{
    /// <summary>The reference model's: Glorot uniform weights, uniform latents.</summary>
    Reference,

    /// <summary>The DCGAN paper's: normal weights, normal latents.</summary>
    Paper,
}
