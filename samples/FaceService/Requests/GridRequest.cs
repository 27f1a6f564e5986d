using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// Requests a grid of faces with consecutive seeds, row by row. Face k uses the first latent of seed + k, not the k-th latent
/// of the seed, so that a client can request each face separately.
/// </summary>
internal sealed record GridRequest(long Seed, int Rows, int Columns) : IPictureRequest
{
    public const string Pattern = "/grid.png";

    private const int MaxSide = 16;
    private const int DefaultSide = 4;

    public string Name => $"grid {Seed} {Rows} x {Columns}";

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => (long)Rows * Columns * info.ImageBytes;

    public static GridRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, "seed", "rows", "cols");
        return new GridRequest(
            reader.Seed("seed"), reader.Integer("rows", 1, MaxSide, DefaultSide), reader.Integer("cols", 1, MaxSide, DefaultSide));
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel)
    {
        // The largest seed is followed by the smallest.
        float[][] latents = [.. Enumerable.Range(0, Rows * Columns).Select(index => painter.Latents.FromSeed(unchecked(Seed + index)))];
        return painter.Grid(latents, Columns, cancel);
    }
}
