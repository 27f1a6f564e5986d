namespace Dcgan.Core;

/// <summary>What a <see cref="DcganTrainer"/> does with a step whose losses or gradients are NaN or infinite.</summary>
/// <remarks>
/// If the images or latents of the batch contain NaN or infinite values, training has not diverged: <see cref="Throw"/> throws an
/// <see cref="ArgumentException"/> instead, and <see cref="RollBack"/> skips the step.
/// </remarks>
public enum DivergencePolicy
{
    /// <summary>
    /// Throws <see cref="DcganDivergedException"/> and leaves everything as it was before the step. The default.
    /// </summary>
    Throw,

    /// <summary>
    /// Skips the step: everything except the random streams is as before the step. Training continues with the next batch.
    /// </summary>
    Skip,

    /// <summary>
    /// Restores the last good state: a copy in memory of both networks and their optimizers from which a step has succeeded,
    /// renewed every <see cref="DcganTrainerOptions.RollBackInterval"/> steps. The random streams are not restored, so the next
    /// step draws other latents.
    /// </summary>
    RollBack,
}
