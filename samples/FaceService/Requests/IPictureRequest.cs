using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>A picture that was asked for, with every parameter read and within its bounds.</summary>
internal interface IPictureRequest
{
    /// <summary>All that the picture depends on beside the model. Two requests of one name are one picture.</summary>
    string Name { get; }

    /// <summary>The picture's media type.</summary>
    string ContentType { get; }

    /// <summary>Makes the picture.</summary>
    /// <param name="painter">Makes faces.</param>
    /// <param name="cancel">Whoever asked has gone.</param>
    /// <returns>The file.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first.</exception>
    byte[] Paint(FacePainter painter, CancellationToken cancel);
}
