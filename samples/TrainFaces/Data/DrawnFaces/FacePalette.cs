using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>The colours that faces are drawn in.</summary>
internal static class FacePalette
{
    public static ReadOnlySpan<uint> Irises => [0x4A2E1B, 0x6B4423, 0x3E5A3A, 0x4A7FA8, 0x6D8796, 0x2B1B12];

    public static ReadOnlySpan<uint> Frames => [0x1C1C22, 0x5A3220, 0x7A1F2B, 0x2A3F66, 0xB08A3A];

    // From light to dark; a tone is taken between two neighbours.
    private static ReadOnlySpan<uint> SkinTones => [0xFBE3D0, 0xF3CDAE, 0xE5B088, 0xC98B60, 0x9A6340, 0x6B4229, 0x4A2C1B];

    private static ReadOnlySpan<uint> HairTones =>
        [0x17120F, 0x17120F, 0x2E1D14, 0x4A2F1D, 0x6E4526, 0x9C6B34, 0xD9B463, 0xEFD79A, 0xA8481F, 0x8E8B88, 0xDAD7D2];

    public static SKColor Skin(SeededRandom random) => Between(SkinTones, random.Next());

    public static SKColor Hair(SeededRandom random) => Rgb(random.Pick(HairTones));

    public static SKColor Lips(SeededRandom random, SKColor skin) =>
        Mix(skin, Rgb(0xA8263A), random.Between(0.35f, 0.8f));

    public static SKColor Cloth(SeededRandom random) =>
        SKColor.FromHsl(random.Between(0, 360), random.Between(15, 75), random.Between(25, 75));

    public static SKColor Wall(SeededRandom random) =>
        SKColor.FromHsl(random.Between(0, 360), random.Between(15, 60), random.Between(45, 85));

    public static SKColor Rgb(uint rgb) => new(0xFF00_0000u | rgb);

    /// <summary>From <paramref name="from"/> (share 0) to <paramref name="to"/> (share 1), opaque.</summary>
    public static SKColor Mix(SKColor from, SKColor to, float share) =>
        new(Mix(from.Red, to.Red, share), Mix(from.Green, to.Green, share), Mix(from.Blue, to.Blue, share));

    public static SKColor Darker(SKColor color, float share) => Mix(color, SKColors.Black, share);

    public static SKColor Lighter(SKColor color, float share) => Mix(color, SKColors.White, share);

    private static SKColor Between(ReadOnlySpan<uint> ramp, float position)
    {
        float place = position * (ramp.Length - 1);
        int lower = Math.Min((int)place, ramp.Length - 2);
        return Mix(Rgb(ramp[lower]), Rgb(ramp[lower + 1]), place - lower);
    }

    private static byte Mix(byte from, byte to, float share) => (byte)MathF.Round(from + ((to - from) * share));
}
