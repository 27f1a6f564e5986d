namespace FaceService.Requests;

/// <summary>A request is invalid. The message is one sentence and becomes the detail of the 400 response.</summary>
internal sealed class RequestException(string message) : Exception(message);
