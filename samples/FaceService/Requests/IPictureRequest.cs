using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>A validated request for a picture.</summary>
internal interface IPictureRequest
{
    /// <summary>A string with all parameters of the picture. With the same model, requests with the same name give the same picture.</summary>
    string Name { get; }

    /// <summary>The picture's media type.</summary>
    string ContentType { get; }

    /// <summary>
    /// Upper bound of the memory that the picture needs until it is sent, in bytes: its uncompressed pixels, or its file if that is
    /// larger.
    /// </summary>
    long MemoryBytes(ModelInfo info);

    /// <summary>Generates the picture.</summary>
    /// <param name="painter">Generates and encodes the faces.</param>
    /// <param name="cancel">Canceled when the client disconnects.</param>
    /// <returns>The content of the PNG or GIF file.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled before the picture was finished.</exception>
    ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel);
}
