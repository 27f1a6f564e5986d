using System.Net.Mime;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// Requests a grid of faces with consecutive seeds, row by row. Face k uses the first latent of seed + k, not the k-th latent
/// of the seed, so that a client can request each face separately.
/// </summary>
/// <param name="Seed">Seed of the first face.</param>
/// <param name="Rows">Number of rows, in [1, 16].</param>
/// <param name="Columns">Number of columns, in [1, 16].</param>
/// <param name="Label">
/// Class of all faces. Null gives each row a class: the faces of a column have the same seed, and after the last class the first one
/// follows with the next seeds. A model without classes ignores the label.
/// </param>
internal sealed record GridRequest(long Seed, int Rows, int Columns, long? Label = null) : IPictureRequest
{
    public const string Pattern = "/grid.png";

    private const int MaxSide = 16;
    private const int DefaultSide = 4;

    public string Name => $"grid {Seed} {Rows} x {Columns} class {(Label is long label ? label : "each")}";

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => (long)Rows * Columns * info.ImageBytes;

    public static GridRequest Read(HttpRequest request, ModelInfo info)
    {
        var reader = new RequestReader(request, "seed", "rows", "cols", ClassParameter.Name);
        long? label = ClassParameter.Find(reader, info);
        int rows = label is null && info.Classes > 0 ? Math.Min(info.Classes, MaxSide) : DefaultSide;
        return new GridRequest(
            reader.Seed("seed"), reader.Integer("rows", 1, MaxSide, rows), reader.Integer("cols", 1, MaxSide, DefaultSide), label);
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel)
    {
        int classes = Label is null ? painter.Info.Classes : 0;
        return painter.Grid([.. Enumerable.Range(0, Rows * Columns).Select(Face)], Columns, cancel);

        (float[] Latent, long Label) Face(int index)
        {
            (int row, int column) = Math.DivRem(index, Columns);
            (int offset, long label) = classes > 0 ? ((row / classes * Columns) + column, row % classes) : (index, Label ?? 0);
            return (painter.Latents.FromSeed(unchecked(Seed + offset)), label); // The largest seed is followed by the smallest.
        }
    }
}
