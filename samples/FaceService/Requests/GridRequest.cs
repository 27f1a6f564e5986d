using System.Net.Mime;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// Faces of consecutive seeds, row by row. Face k is that of seed + k and not the k-th latent of the seed, so that each can be
/// had again alone by a seed of its own.
/// </summary>
internal sealed record GridRequest(long Seed, int Rows, int Columns) : IPictureRequest
{
    public const string Pattern = "/grid.png";

    private const int Most = 16;
    private const int ByDefault = 4;

    public string Name => $"grid {Seed} {Rows} x {Columns}";

    public string ContentType => MediaTypeNames.Image.Png;

    public static GridRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, "seed", "rows", "cols");
        return new GridRequest(
            reader.Seed("seed"), reader.WholeNumber("rows", 1, Most, ByDefault), reader.WholeNumber("cols", 1, Most, ByDefault));
    }

    public byte[] Paint(FacePainter painter, CancellationToken cancel)
    {
        // After the largest seed comes the smallest.
        float[][] latents = [.. Enumerable.Range(0, Rows * Columns).Select(place => painter.Latents.Of(unchecked(Seed + place)))];
        return painter.Grid(latents, Columns, cancel);
    }
}
