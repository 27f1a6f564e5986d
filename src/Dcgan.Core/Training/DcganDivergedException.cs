namespace Dcgan.Core;

/// <summary>
/// Training diverged: a loss or gradient is NaN or infinite. Thrown after the step has been undone: weights, statistics, moments
/// and random streams are as before the step.
/// </summary>
public sealed class DcganDivergedException : Exception
{
    /// <summary>Constructs the exception with a general message.</summary>
    public DcganDivergedException()
        : base("Training diverged: a loss or gradient is NaN or infinite.")
    {
    }

    /// <summary>Constructs the exception.</summary>
    /// <param name="message">Which numbers are NaN or infinite, and at which step.</param>
    public DcganDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Constructs the exception.</summary>
    /// <param name="message">Which numbers are NaN or infinite, and at which step.</param>
    /// <param name="innerException">The cause.</param>
    public DcganDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Constructs the exception for a step that was undone.</summary>
    /// <param name="message">Which numbers are NaN or infinite, and at which step.</param>
    /// <param name="step">The numbers of that step.</param>
    public DcganDivergedException(string message, DcganStep step)
        : base(message) => Step = step;

    /// <summary>The numbers of the step that was undone; null if the exception does not come from a step.</summary>
    public DcganStep? Step { get; }
}
