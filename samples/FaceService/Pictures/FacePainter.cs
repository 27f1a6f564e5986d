using FaceService.Latents;
using FaceService.Model;

namespace FaceService.Pictures;

/// <summary>Generates faces from latents and encodes them as PNG or GIF files.</summary>
internal sealed class FacePainter(IFaceModel model)
{
    /// <summary>
    /// Maximum batch size of one model run. Larger batches are no faster on one core and need more memory. The gap between two runs is
    /// also the only point where cancellation is guaranteed to take effect.
    /// </summary>
    private const int BatchSize = 16;

    /// <summary>The properties of the model.</summary>
    public ModelInfo Info => model.Info;

    /// <summary>Creates latents for the model.</summary>
    public FaceLatents Latents { get; } = new(model.Info);

    /// <summary>Encodes one face as a PNG file, enlarged by an integer factor.</summary>
    public ReadOnlyMemory<byte> Face(float[] latent, long label, int factor, CancellationToken cancel)
    {
        byte[] face = model.Generate(latent, new[] { label }, cancel);
        return PngPicture.Write(Canvas.Enlarge(face, model.Info, factor), cancel);
    }

    /// <summary>Encodes a grid of faces as a PNG file, row by row.</summary>
    public ReadOnlyMemory<byte> Grid(IReadOnlyList<(float[] Latent, long Label)> faces, int columns, CancellationToken cancel)
    {
        return PngPicture.Write(Canvas.Tile(Generate(faces, cancel), faces.Count / columns, columns, model.Info), cancel);
    }

    /// <summary>Encodes faces of one class as a looping GIF file that plays forward and then backward.</summary>
    public ReadOnlyMemory<byte> RoundTrip(IReadOnlyList<float[]> latents, long label, CancellationToken cancel)
    {
        byte[][] forward = [.. Generate([.. latents.Select(latent => (latent, label))], cancel).SelectMany(batch => batch.Chunk(model.Info.ImageBytes))];
        IEnumerable<byte[]> backward = forward.Skip(1).SkipLast(1).Reverse();
        return GifAnimation.Write([.. forward, .. backward], model.Info, cancel);
    }

    /// <summary>Generates one batch of faces after the other, as the caller asks for them.</summary>
    private IEnumerable<byte[]> Generate(IReadOnlyList<(float[] Latent, long Label)> faces, CancellationToken cancel) => faces
        .Chunk(BatchSize)
        .Select(batch => model.Generate(
            batch.SelectMany(face => face.Latent).ToArray(), batch.Select(face => face.Label).ToArray(), cancel));
}
