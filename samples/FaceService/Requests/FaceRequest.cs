using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>Requests the face for a seed and, if the model has classes, a class.</summary>
internal sealed record FaceRequest(long Seed, int Size, long Label = 0) : IPictureRequest
{
    public const string Pattern = "/faces/{seed}.png";

    public string Name => $"face {Seed} class {Label} size {Size}";

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => SizeParameter.MemoryBytes(Size, info);

    public static FaceRequest Read(HttpRequest request, ModelInfo info)
    {
        var reader = new RequestReader(request, SizeParameter.Name, ClassParameter.Name);
        return new FaceRequest(reader.PathSeed("seed"), SizeParameter.Read(reader), ClassParameter.Read(reader, info));
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel) =>
        painter.Face(painter.Latents.FromSeed(Seed), Label, Size, cancel);
}
