using Dcgan.Core;

namespace Dcgan.Images;

/// <summary>The size and the channels that image files are converted to: those of a network's images.</summary>
/// <param name="Height">Height in pixels, in [1, <see cref="MaxSide"/>].</param>
/// <param name="Width">Width in pixels, in [1, <see cref="MaxSide"/>].</param>
/// <param name="Channels">1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha. Alpha is straight (not premultiplied).</param>
public readonly record struct ImageFormat(int Height, int Width, int Channels)
{
    /// <summary>The largest height and width in pixels. An image of this size has less than 2^31 bytes.</summary>
    public const int MaxSide = 16384;

    internal const int MaxChannels = 4;

    /// <summary>Size of an image in bytes: Height·Width·Channels.</summary>
    public int Bytes => Height * Width * Channels;

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Returns the format of a generator's images.</summary>
    /// <exception cref="ArgumentException">The images have more than 4 channels or a side above <see cref="MaxSide"/>.</exception>
    public static ImageFormat Of(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ImageFormat(options.ImageSize.Height, options.ImageSize.Width, options.ImageChannels).Checked(nameof(options));
    }

    /// <summary>Returns the format as text, such as "64x64x3": height, width and channels.</summary>
    public override string ToString() => FormattableString.Invariant($"{Height}x{Width}x{Channels}");

    internal ImageFormat Checked(string name)
    {
        Check(Height, MaxSide, nameof(Height), name);
        Check(Width, MaxSide, nameof(Width), name);
        Check(Channels, MaxChannels, nameof(Channels), name);
        return this;
    }

    private static void Check(int value, int maximum, string member, string name)
    {
        if (value < 1 || value > maximum)
        {
            throw new ArgumentOutOfRangeException(
                name, FormattableString.Invariant($"{name}: {member} must be in [1, {maximum}] but was {value}."));
        }
    }
}
