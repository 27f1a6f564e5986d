namespace FaceService;

/// <summary>The service cannot start, and the user can mend it. Its message is one sentence and all that is shown; the exit code is 2.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
