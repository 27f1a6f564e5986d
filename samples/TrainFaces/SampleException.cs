namespace TrainFaces;

/// <summary>Something the user can mend. Its message is one line and all that the user sees of it; the exit code is 2.</summary>
internal sealed class SampleException(string message, Exception? inner = null) : Exception(message, inner);
