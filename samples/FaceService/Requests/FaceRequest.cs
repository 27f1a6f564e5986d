using System.Net.Mime;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>One face by its seed.</summary>
internal sealed record FaceRequest(long Seed, int Size) : IPictureRequest
{
    public const string Pattern = "/faces/{seed}.png";

    public string Name => $"face {Seed} size {Size}";

    public string ContentType => MediaTypeNames.Image.Png;

    public static FaceRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, Enlargement.Parameter);
        return new FaceRequest(reader.PathSeed("seed"), Enlargement.Read(reader));
    }

    public byte[] Paint(FacePainter painter, CancellationToken cancel) => painter.Face(painter.Latents.Of(Seed), Size, cancel);
}
