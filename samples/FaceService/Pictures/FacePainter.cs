using FaceService.Latents;
using FaceService.Model;

namespace FaceService.Pictures;

/// <summary>From latents to picture files.</summary>
internal sealed class FacePainter(IFaceModel model)
{
    /// <summary>
    /// Faces of one run. More are no faster on one core and take more memory, and between two runs is where a picture can be
    /// given up for certain.
    /// </summary>
    private const int FacesAtOnce = 16;

    public FaceLatents Latents { get; } = new(model.Facts);

    /// <summary>A PNG of one face, so many times as large as the model makes it.</summary>
    public byte[] Face(float[] latent, int enlargement, CancellationToken cancel)
    {
        byte[] face = model.Draw(latent, cancel);
        return PngPicture.Write(Canvas.Enlarged(face, model.Facts, enlargement), cancel);
    }

    /// <summary>A PNG of faces, row by row.</summary>
    public byte[] Grid(IReadOnlyList<float[]> latents, int columns, CancellationToken cancel)
    {
        byte[][] faces = [.. Draw(latents, cancel)];
        return PngPicture.Write(Canvas.Tiled(faces, columns, model.Facts), cancel);
    }

    /// <summary>A GIF that goes through faces and back again for ever.</summary>
    public byte[] ThereAndBack(IReadOnlyList<float[]> latents, CancellationToken cancel)
    {
        byte[][] there = [.. Draw(latents, cancel)];
        IEnumerable<byte[]> back = there.Skip(1).SkipLast(1).Reverse();
        return GifAnimation.Write([.. there, .. back], model.Facts, cancel);
    }

    private IEnumerable<byte[]> Draw(IReadOnlyList<float[]> latents, CancellationToken cancel) => latents
        .Chunk(FacesAtOnce)
        .SelectMany(chunk => model.Draw(chunk.SelectMany(latent => latent).ToArray(), cancel).Chunk(model.Facts.ImageBytes));
}
