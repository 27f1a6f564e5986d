using Dcgan.Core;

namespace Dcgan.Mpi;

/// <summary>MPI cannot be loaded or started, or one of its calls has failed.</summary>
public class MpiException : ProcessGroupException
{
    /// <summary>Constructs an exception without a message.</summary>
    public MpiException()
    {
    }

    /// <summary>Constructs an exception.</summary>
    /// <param name="message">What failed.</param>
    public MpiException(string? message)
        : base(message)
    {
    }

    /// <summary>Constructs an exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The cause.</param>
    public MpiException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>MPI's error code; 0 if no call has failed.</summary>
    public int ErrorCode { get; init; }
}
