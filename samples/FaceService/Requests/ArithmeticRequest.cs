using System.Net.Mime;
using FaceService.Latents;
using FaceService.Model;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// Latent arithmetic: the mean of some latents, minus the mean of others, plus the mean of a third group. The DCGAN paper's
/// example is "man with glasses" - "man" + "woman" = "woman with glasses". The result is of one class.
/// </summary>
internal sealed record ArithmeticRequest(
    IReadOnlyList<long> Mean, IReadOnlyList<long> Minus, IReadOnlyList<long> Plus, int Size, long Label = 0) : IPictureRequest
{
    public const string Pattern = "/arithmetic.png";

    private const int MaxSeeds = 16;

    public string Name => $"mean {Text(Mean)} minus {Text(Minus)} plus {Text(Plus)} class {Label} size {Size}";

    public string ContentType => MediaTypeNames.Image.Png;

    public long MemoryBytes(ModelInfo info) => SizeParameter.MemoryBytes(Size, info);

    public static ArithmeticRequest Read(HttpRequest request, ModelInfo info)
    {
        var reader = new RequestReader(request, "mean", "minus", "plus", SizeParameter.Name, ClassParameter.Name);
        IReadOnlyList<long> mean = reader.Seeds("mean", MaxSeeds);
        return mean.Count > 0
            ? new ArithmeticRequest(
                mean, reader.Seeds("minus", MaxSeeds), reader.Seeds("plus", MaxSeeds), SizeParameter.Read(reader), ClassParameter.Read(reader, info))
            : throw RequestReader.Missing("mean", "1,2,3");
    }

    public ReadOnlyMemory<byte> Paint(FacePainter painter, CancellationToken cancel)
    {
        float[] latent = painter.Latents.Mean(Mean);
        if (Minus.Count > 0)
        {
            FaceLatents.Add(latent, painter.Latents.Mean(Minus), -1);
        }

        if (Plus.Count > 0)
        {
            FaceLatents.Add(latent, painter.Latents.Mean(Plus), 1);
        }

        return painter.Face(latent, Label, Size, cancel);
    }

    private static string Text(IReadOnlyList<long> seeds) => string.Join(',', seeds);
}
