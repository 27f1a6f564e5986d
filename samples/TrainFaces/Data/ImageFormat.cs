using Dcgan.Core;

namespace TrainFaces.Data;

/// <summary>The format of a network's images: square, grayscale or RGB.</summary>
/// <param name="Size">Width and height in pixels.</param>
/// <param name="Channels">1 for grayscale, 3 for RGB.</param>
internal readonly record struct ImageFormat(int Size, int Channels)
{
    /// <summary>Size of an image in bytes.</summary>
    public int Bytes => Size * Size * Channels;

    /// <summary>The format of the images of a network that is trained on image files or compared with them.</summary>
    /// <param name="network">The option and the network, for the error message.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <param name="channels">Number of channels of the network's images.</param>
    /// <exception cref="SampleException">Image files cannot be converted to this format.</exception>
    public static ImageFormat ForFiles(string network, SpatialSize size, int channels) => channels is 1 or 3
        ? new(Side(network, size), channels)
        : throw new SampleException(FormattableString.Invariant(
            $"{network}: the images of the network must have 1 or 3 channels, like image files, but have {channels}."));

    /// <summary>Returns the side of a network's images, which must be square.</summary>
    /// <param name="network">The option and the network, for the error message.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <exception cref="SampleException">The images are not square.</exception>
    public static int Side(string network, SpatialSize size) => size.IsSquare
        ? size.Height
        : throw new SampleException($"{network}: the images of the network must be square for this program but are {size} pixels, height x width.");
}
