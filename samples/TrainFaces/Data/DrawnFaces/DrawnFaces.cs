using Dcgan.Images;
using Dcgan.Images.Pixels;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Training images drawn by the program. Each epoch has new faces, and the same seed gives the same faces.</summary>
/// <param name="seed">The seed of the faces.</param>
/// <param name="facesPerEpoch">Number of faces per epoch.</param>
/// <param name="format">The format of the faces. Alpha is opaque.</param>
internal sealed class DrawnFaces(long seed, int facesPerEpoch, ImageFormat format) : ImageSource
{
    public override ImageFormat Format => format;

    public override int Count => facesPerEpoch;

    /// <summary>New faces in each epoch, in the order in which they are drawn.</summary>
    public override IReadOnlyList<long> Order(long seed, long epoch)
    {
        long[] order = new long[facesPerEpoch];
        for (int index = 0; index < facesPerEpoch; index++)
        {
            order[index] = (epoch * facesPerEpoch) + index;
        }

        return order;
    }

    public override bool TryRead(long index, Span<byte> pixels)
    {
        using var face = FaceArtist.Draw(seed, index, format);
        PixelBytes.Copy(face, format, pixels);
        return true;
    }
}
