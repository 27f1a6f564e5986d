namespace Dcgan.Core;

/// <summary>
/// libtorch, the native library below TorchSharp, cannot be loaded. The message says what is missing and the mend; the inner
/// exception holds the loader's own words.
/// </summary>
public sealed class NativeBackendException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public NativeBackendException()
        : base("TorchSharp's native backend cannot be loaded.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and the mend.</param>
    public NativeBackendException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and the mend.</param>
    /// <param name="innerException">The loader's own error.</param>
    public NativeBackendException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
