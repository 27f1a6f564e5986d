using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>Requests the face for a seed.</summary>
internal sealed record FaceRequest(long Seed, int Size) : IPictureRequest
{
    public const string Pattern = "/faces/{seed}.png";

    public string Name => $"face {Seed} size {Size}";

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => SizeParameter.MemoryBytes(Size, info);

    public static FaceRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, SizeParameter.Name);
        return new FaceRequest(reader.PathSeed("seed"), SizeParameter.Read(reader));
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel) => painter.Face(painter.Latents.FromSeed(Seed), Size, cancel);
}
