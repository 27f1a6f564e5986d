namespace Dcgan.Core;

/// <summary>
/// A file that cannot be used: it is not what it should be, or cannot be read or written. The message says the file, the
/// tensor where one is at fault, and the rule that was broken.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Makes the exception with a general message.</summary>
    public CheckpointException()
        : base("The checkpoint cannot be used.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file and the rule that was broken.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file and the rule that was broken.</param>
    /// <param name="innerException">What led to it.</param>
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

    /// <summary>The file; null where the exception does not come from this library.</summary>
    public string? Path { get; }

    /// <summary>The tensor at fault, by its whole name, as the file has it; null where it is none.</summary>
    public string? TensorName { get; }
}
