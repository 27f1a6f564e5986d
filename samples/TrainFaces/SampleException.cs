namespace TrainFaces;

/// <summary>
/// An error that the user can fix. The program prints only the message, which is one line, and exits with code 2.
/// </summary>
internal sealed class SampleException(string message, Exception? inner = null) : Exception(message, inner);
