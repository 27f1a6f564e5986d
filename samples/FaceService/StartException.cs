namespace FaceService;

/// <summary>
/// The program cannot start until the user fixes something. The program prints only the message, which is one sentence, and
/// exits with code 2.
/// </summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
