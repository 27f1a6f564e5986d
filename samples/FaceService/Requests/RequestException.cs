namespace FaceService.Requests;

/// <summary>A request that cannot be answered as it is. Its message is the 400's detail: one sentence for whoever asked.</summary>
internal sealed class RequestException(string message) : Exception(message);
