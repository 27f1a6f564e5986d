using System.Net.Mime;
using FaceService.Latents;
using FaceService.Pictures;

namespace FaceService.Requests;

/// <summary>
/// The mean of some faces' latents, less the mean of others, plus the mean of more: as in the DCGAN paper's "man with glasses
/// minus man plus woman".
/// </summary>
internal sealed record ArithmeticRequest(
    IReadOnlyList<long> Mean, IReadOnlyList<long> Minus, IReadOnlyList<long> Plus, int Size) : IPictureRequest
{
    public const string Pattern = "/arithmetic.png";

    private const int Most = 16;

    public string Name => $"mean {Text(Mean)} minus {Text(Minus)} plus {Text(Plus)} size {Size}";

    public string ContentType => MediaTypeNames.Image.Png;

    public static ArithmeticRequest Read(HttpRequest request)
    {
        var reader = new RequestReader(request, "mean", "minus", "plus", Enlargement.Parameter);
        IReadOnlyList<long> mean = reader.Seeds("mean", Most);
        return mean.Count > 0
            ? new ArithmeticRequest(mean, reader.Seeds("minus", Most), reader.Seeds("plus", Most), Enlargement.Read(reader))
            : throw new RequestException("mean: must be given.");
    }

    public byte[] Paint(FacePainter painter, CancellationToken cancel)
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

        return painter.Face(latent, Size, cancel);
    }

    private static string Text(IReadOnlyList<long> seeds) => string.Join(',', seeds);
}
