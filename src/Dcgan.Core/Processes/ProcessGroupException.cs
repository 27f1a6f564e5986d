namespace Dcgan.Core;

/// <summary>
/// Another process of a data-parallel run has failed, the processes differ in what must be equal, or they cannot communicate. Every
/// process of the run gets an exception; the process that failed first gets the original one.
/// </summary>
public class ProcessGroupException : Exception
{
    /// <summary>Constructs an exception without a message.</summary>
    public ProcessGroupException()
    {
    }

    /// <summary>Constructs an exception.</summary>
    /// <param name="message">What failed, with the rank of the process.</param>
    public ProcessGroupException(string? message)
        : base(message)
    {
    }

    /// <summary>Constructs an exception.</summary>
    /// <param name="message">What failed, with the rank of the process.</param>
    /// <param name="innerException">The error of this process, if it failed too.</param>
    public ProcessGroupException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The rank of the first process that failed or differs; null if it is not known.</summary>
    public int? Rank { get; init; }
}
