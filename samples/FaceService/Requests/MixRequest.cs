using System.Globalization;
using System.Net.Mime;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>A face between four: <see cref="A"/> and <see cref="B"/> are the upper corners, <see cref="C"/> and <see cref="D"/> the lower.</summary>
/// <param name="A">The face where both shares are 0.</param>
/// <param name="B">Where <paramref name="X"/> is 1.</param>
/// <param name="C">Where <paramref name="Y"/> is 1.</param>
/// <param name="D">Where both are 1.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">From top to bottom.</param>
/// <param name="Size">How many times as large.</param>
internal sealed record MixRequest(long A, long B, long C, long D, double X, double Y, int Size) : IPictureRequest
{
    public const string Pattern = "/mix.png";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"mix {A} {B} {C} {D} at {X:R} {Y:R} size {Size}");

    public string ContentType => MediaTypeNames.Image.Png;

    public static MixRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, "a", "b", "c", "d", "x", "y", Enlargement.Parameter);
        return new MixRequest(
            reader.Seed("a"),
            reader.Seed("b"),
            reader.Seed("c"),
            reader.Seed("d"),
            reader.Share("x"),
            reader.Share("y"),
            Enlargement.Read(reader));
    }

    public byte[] Paint(FacePainter painter, CancellationToken cancel)
    {
        float[] upper = painter.Latents.Between(painter.Latents.Of(A), painter.Latents.Of(B), X);
        float[] lower = painter.Latents.Between(painter.Latents.Of(C), painter.Latents.Of(D), X);
        return painter.Face(painter.Latents.Between(upper, lower, Y), Size, cancel);
    }
}
