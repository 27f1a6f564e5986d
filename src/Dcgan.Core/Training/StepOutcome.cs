namespace Dcgan.Core;

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>Both networks were updated.</summary>
    Updated,

    /// <summary>It was left out, because its numbers were not finite: nothing has changed.</summary>
    Skipped,

    /// <summary>Its numbers were not finite, and the networks went back to the last good state.</summary>
    RolledBack,
}
