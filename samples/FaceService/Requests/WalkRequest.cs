using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// Requests a looping animation from one face to another and back. <see cref="Frames"/> is the number of frames from the first
/// face to the second, both included; the way back repeats these frames in reverse. All frames are of one class.
/// </summary>
internal sealed record WalkRequest(long From, long To, int Frames, long Label = 0) : IPictureRequest
{
    public const string Pattern = "/walk";

    private const int MinFrames = 2;
    private const int MaxFrames = 120;
    private const int DefaultFrames = 24;

    public string Name => $"walk {From} to {To} in {Frames} class {Label}";

    public string ContentType => MediaTypeNames.Image.Gif;

    public long MemoryBytes(ModelInfo info) => ((2L * Frames) - 2) * GifAnimation.MaxFrameBytes(info);

    public static WalkRequest Read(HttpRequest request, ModelInfo info)
    {
        var reader = new RequestReader(request, "from", "to", "frames", ClassParameter.Name);
        return new WalkRequest(
            reader.Seed("from"),
            reader.Seed("to"),
            reader.Integer("frames", MinFrames, MaxFrames, DefaultFrames),
            ClassParameter.Read(reader, info));
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel)
    {
        float[] from = painter.Latents.FromSeed(From);
        float[] to = painter.Latents.FromSeed(To);
        float[][] path = [.. Enumerable.Range(0, Frames).Select(frame => painter.Latents.Interpolate(from, to, frame / (Frames - 1.0)))];
        return painter.RoundTrip(path, Label, cancel);
    }
}
