namespace Dcgan.Core;

/// <summary>The outcome of a step.</summary>
public enum StepOutcome
{
    /// <summary>Both networks were updated.</summary>
    Updated,

    /// <summary>The step was skipped because a number was NaN or infinite; nothing has changed.</summary>
    Skipped,

    /// <summary>A number was NaN or infinite, and the networks were restored to the last good state.</summary>
    RolledBack,
}
