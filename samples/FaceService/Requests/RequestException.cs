namespace FaceService.Requests;

/// <summary>A request is invalid. The message, one sentence, becomes the detail of the 400 response.</summary>
internal sealed class RequestException(string message) : Exception(message);
