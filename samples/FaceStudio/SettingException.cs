namespace FaceStudio;

/// <summary>A setting is not valid. The message is one sentence.</summary>
internal sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
