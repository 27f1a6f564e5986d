using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dcgan.Core;

/// <summary>
/// Height and width of images or feature maps, in pixels. A number converts to a square and a pair to a rectangle, height first:
/// <c>BaseSize = 4</c> and <c>BaseSize = (3, 4)</c>. The network that is built with a size checks its sides.
/// </summary>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the alternate.")]
public readonly record struct SpatialSize(int Height, int Width)
{
    /// <summary>Whether both sides are equal.</summary>
    public bool IsSquare => Height == Width;

    /// <summary>Number of positions, height times width.</summary>
    internal long Area => (long)Height * Width;

    /// <summary>Converts a number to a square.</summary>
    /// <param name="side">Height and width.</param>
    public static implicit operator SpatialSize(int side) => new(side, side);

    /// <summary>Converts a pair to a rectangle, height first.</summary>
    /// <param name="sides">Height and width.</param>
    public static implicit operator SpatialSize((int Height, int Width) sides) => new(sides.Height, sides.Width);

    /// <summary>Parses a size: a number for a square, such as <c>4</c>, or height x width, such as <c>3x4</c>.</summary>
    /// <param name="text">The text, without white space. The culture has no influence.</param>
    /// <returns>The size. Both sides are at least 1.</returns>
    /// <exception cref="FormatException">The text is not a size.</exception>
    public static SpatialSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out SpatialSize size)
            ? size
            : throw new FormatException(
                $"text: expected a number, such as 4, or height x width, such as 3x4, each at least 1, but was {QuotedText.Of(text)}.");
    }

    /// <summary>Parses a size, if the text is one that <see cref="Parse"/> accepts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size; 0x0 if the text is not a size.</param>
    /// <returns>Whether the text is a size.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out SpatialSize size)
    {
        string[] sides = text?.Split('x') ?? [];
        size = sides switch
        {
            [string side] => Side(side),
            [string height, string width] => (Side(height), Side(width)),
            _ => default,
        };
        if (size is { Height: > 0, Width: > 0 })
        {
            return true;
        }

        size = default;
        return false;
    }

    /// <summary>Formats the size as height x width, such as <c>48x64</c>.</summary>
    /// <returns>The text, which <see cref="Parse"/> accepts if both sides are at least 1.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");

    /// <summary>Doubles both sides, once for each stage. The caller has checked that nothing overflows.</summary>
    internal SpatialSize Doubled(int stages = 1) => new(Height << stages, Width << stages);

    /// <summary>Parses a side; 0 if the text is not a number.</summary>
    private static int Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0;
}
