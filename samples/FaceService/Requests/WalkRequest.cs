using System.Net.Mime;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// An animation from one face to another and back, again and again. <see cref="Frames"/> counts the pictures of the way there,
/// both faces included; the way back shows the same ones.
/// </summary>
internal sealed record WalkRequest(long From, long To, int Frames) : IPictureRequest
{
    public const string Pattern = "/walk";

    private const int Fewest = 2;
    private const int Most = 120;
    private const int ByDefault = 24;

    public string Name => $"walk {From} to {To} in {Frames}";

    public string ContentType => MediaTypeNames.Image.Gif;

    public static WalkRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, "from", "to", "frames");
        return new WalkRequest(reader.Seed("from"), reader.Seed("to"), reader.WholeNumber("frames", Fewest, Most, ByDefault));
    }

    public byte[] Paint(FacePainter painter, CancellationToken cancel)
    {
        float[] from = painter.Latents.Of(From);
        float[] to = painter.Latents.Of(To);
        float[][] way = [.. Enumerable.Range(0, Frames).Select(frame => painter.Latents.Between(from, to, frame / (Frames - 1.0)))];
        return painter.ThereAndBack(way, cancel);
    }
}
