namespace Dcgan.Core;

/// <summary>
/// libtorch, the native library of TorchSharp, cannot be loaded. The message says what is missing and how to fix it; the inner
/// exception is the loader's error.
/// </summary>
public sealed class NativeBackendException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public NativeBackendException()
        : base("TorchSharp's native backend cannot be loaded.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What is missing and how to fix it.</param>
    public NativeBackendException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the loader's error.</summary>
    /// <param name="message">What is missing and how to fix it.</param>
    /// <param name="innerException">The loader's error.</param>
    public NativeBackendException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
