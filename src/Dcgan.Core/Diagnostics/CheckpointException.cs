namespace Dcgan.Core;

/// <summary>
/// A file cannot be used: it is invalid, or it cannot be read or written. The message contains the file, the tensor at fault (if
/// any), and the violated rule.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CheckpointException()
        : base("The checkpoint cannot be used.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The file and the violated rule.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">The file and the violated rule.</param>
    /// <param name="innerException">The cause.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CheckpointException(string path, string? tensorName, string rule, Exception? innerException = null)
        : base(tensorName is null ? $"{path}: {rule}" : $"{path}: tensor {QuotedText.Of(tensorName)}: {rule}", innerException)
    {
        Path = path;
        TensorName = tensorName;
    }

    /// <summary>The file; null if the exception was not created by this library.</summary>
    public string? Path { get; }

    /// <summary>The full name of the tensor at fault, exactly as in the file; null if no tensor is at fault.</summary>
    public string? TensorName { get; }
}
