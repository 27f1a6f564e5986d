namespace Dcgan.Core;

/// <summary>
/// Training left the finite numbers: a loss or a gradient is infinite or not a number. Thrown before either network or
/// optimiser has changed, so that the weights are still those of the step before.
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
}
