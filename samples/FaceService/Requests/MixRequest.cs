using System.Globalization;
using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>Requests a bilinear mix of four faces of one class, which are the corners of a square.</summary>
/// <param name="A">Seed of the upper left face, at (0, 0).</param>
/// <param name="B">Seed of the upper right face, at (1, 0).</param>
/// <param name="C">Seed of the lower left face, at (0, 1).</param>
/// <param name="D">Seed of the lower right face, at (1, 1).</param>
/// <param name="X">Position from left to right, in [0, 1].</param>
/// <param name="Y">Position from top to bottom, in [0, 1].</param>
/// <param name="Size">Enlargement factor, in [1, 8].</param>
/// <param name="Label">Class of all faces; 0 for a model without classes.</param>
internal sealed record MixRequest(long A, long B, long C, long D, double X, double Y, int Size, long Label = 0) : IPictureRequest
{
    public const string Pattern = "/mix.png";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"mix {A} {B} {C} {D} at {X:R} {Y:R} class {Label} size {Size}");

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => SizeParameter.MemoryBytes(Size, info);

    public static MixRequest Read(HttpRequest request, ModelInfo info)
    {
        var reader = new RequestReader(request, "a", "b", "c", "d", "x", "y", SizeParameter.Name, ClassParameter.Name);
        return new MixRequest(
            reader.Seed("a"),
            reader.Seed("b"),
            reader.Seed("c"),
            reader.Seed("d"),
            reader.Fraction("x"),
            reader.Fraction("y"),
            SizeParameter.Read(reader),
            ClassParameter.Read(reader, info));
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel)
    {
        float[] upper = painter.Latents.Interpolate(painter.Latents.FromSeed(A), painter.Latents.FromSeed(B), X);
        float[] lower = painter.Latents.Interpolate(painter.Latents.FromSeed(C), painter.Latents.FromSeed(D), X);
        return painter.Face(painter.Latents.Interpolate(upper, lower, Y), Label, Size, cancel);
    }
}
