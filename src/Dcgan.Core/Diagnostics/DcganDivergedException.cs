namespace Dcgan.Core;

/// <summary>
/// Training left the finite numbers: a loss or a gradient is infinite or not a number. Thrown before any weight,
/// statistic or moment of an optimiser has changed, so that all of them are still those of the step before.
/// </summary>
public sealed class DcganDivergedException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public DcganDivergedException()
        : base("Training left the finite numbers.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which numbers are no longer finite, and at which step.</param>
    public DcganDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which numbers are no longer finite, and at which step.</param>
    /// <param name="innerException">What led to it.</param>
    public DcganDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception of the step that was not made.</summary>
    /// <param name="message">Which numbers are no longer finite, and at which step.</param>
    /// <param name="step">All of that step's numbers.</param>
    public DcganDivergedException(string message, DcganStep step)
        : base(message) => Step = step;

    /// <summary>The numbers of the step that was not made; null where the exception does not come from one.</summary>
    public DcganStep? Step { get; }
}
