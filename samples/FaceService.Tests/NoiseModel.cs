using FaceService.Model;

namespace FaceService.Tests;

/// <summary>A fake model of 256x256 RGB faces of noise, whose PNG files are as large as their pixels.</summary>
internal sealed class NoiseModel : IFaceModel
{
    private int generated;

    public ModelInfo Info { get; init; } = GatedModel.TinyInfo with { ImageHeight = 256, ImageWidth = 256, Channels = 3, Digest = "noise" };

    /// <summary>The number of faces generated so far.</summary>
    public int Generated => Volatile.Read(ref generated);

    public byte[] Generate(ReadOnlyMemory<float> latents, ReadOnlyMemory<long> labels, CancellationToken cancel)
    {
        int faces = latents.Length / Info.LatentSize;
        byte[] pixels = new byte[faces * Info.ImageBytes];
#pragma warning disable CA5394 // Not for security: the test needs the same incompressible bytes in every run.
        new Random(1).NextBytes(pixels);
#pragma warning restore CA5394
        Interlocked.Add(ref generated, faces);
        return pixels;
    }
}
