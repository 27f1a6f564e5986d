extern alias Service;

using System.Globalization;
using Service::FaceService.Pictures;
using Service::FaceService.Requests;

namespace Dcgan.Benchmarks;

/// <summary>A kind of request.</summary>
/// <param name="Case">Name in the result file.</param>
/// <param name="Title">Title in tables.</param>
/// <param name="Faces">Number of faces per picture; 0 if no picture is generated.</param>
/// <param name="Path">Path of the n-th request; each request is for a different picture.</param>
/// <param name="Picture">Request for the n-th picture without HTTP; null if no picture is generated.</param>
/// <param name="IsKnown">Whether the client sends If-None-Match because it already has the picture.</param>
internal sealed record RequestKind(
    string Case, string Title, int Faces, Func<long, string> Path, Func<long, IPictureRequest>? Picture, bool IsKnown = false)
{
    private const int GridSide = 4;
    private const int WalkFrames = 16;

    internal static IReadOnlyList<RequestKind> All { get; } =
    [
        new("service-health", "/health", 0, _ => "health", null),
        new("service-known", "a face, 304", 0, FacePath, null, IsKnown: true),
        new("service-face", "a face", 1, FacePath, number => new FaceRequest(number, 1)),
        new(
            "service-grid",
            "a grid of 4x4",
            GridSide * GridSide,
            number => Text($"grid.png?seed={number * GridSide * GridSide}&rows={GridSide}&cols={GridSide}"),
            number => new GridRequest(number * GridSide * GridSide, GridSide, GridSide)),
        new(
            "service-walk",
            "a walk of 16 frames",
            WalkFrames,
            number => Text($"walk?from={number}&to={number + 1}&frames={WalkFrames}"),
            number => new WalkRequest(number, number + 1, WalkFrames)),
    ];

    internal void Paint(FacePainter painter, long number) => Picture?.Invoke(number).Paint(painter, CancellationToken.None);

    private static string FacePath(long number) => Text($"faces/{number}.png");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
