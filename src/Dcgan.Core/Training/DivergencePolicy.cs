namespace Dcgan.Core;

/// <summary>What a <see cref="DcganTrainer"/> does about a step whose losses or gradients are not finite.</summary>
public enum DivergencePolicy
{
    /// <summary>
    /// Throws <see cref="DcganDivergedException"/>, with everything but the random streams as after the step before. The default.
    /// </summary>
    Throw,

    /// <summary>
    /// Leaves the step out: everything but the random streams stays as after the step before, and the next batch may do better.
    /// </summary>
    Skip,

    /// <summary>
    /// Goes back to the last good state, a copy in memory of both networks and their optimisers from which a step has succeeded, and
    /// which is renewed every <see cref="DcganTrainerOptions.RollBackInterval"/> steps. The random streams go on, so that other
    /// latents are drawn.
    /// </summary>
    RollBack,
}
