using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>The colors of drawn faces.</summary>
internal static class FacePalette
{
    public static ReadOnlySpan<uint> Irises => [0x4A2E1B, 0x6B4423, 0x3E5A3A, 0x4A7FA8, 0x6D8796, 0x2B1B12];

    public static ReadOnlySpan<uint> Frames => [0x1C1C22, 0x5A3220, 0x7A1F2B, 0x2A3F66, 0xB08A3A];

    // From light to dark. Skin colors are interpolated between neighboring tones.
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

    /// <summary>Interpolates between <paramref name="from"/> (fraction 0) and <paramref name="to"/> (fraction 1). The result is opaque.</summary>
    public static SKColor Mix(SKColor from, SKColor to, float fraction) =>
        new(Mix(from.Red, to.Red, fraction), Mix(from.Green, to.Green, fraction), Mix(from.Blue, to.Blue, fraction));

    public static SKColor Darker(SKColor color, float fraction) => Mix(color, SKColors.Black, fraction);

    public static SKColor Lighter(SKColor color, float fraction) => Mix(color, SKColors.White, fraction);

    private static SKColor Between(ReadOnlySpan<uint> ramp, float position)
    {
        float index = position * (ramp.Length - 1);
        int lower = Math.Min((int)index, ramp.Length - 2);
        return Mix(Rgb(ramp[lower]), Rgb(ramp[lower + 1]), index - lower);
    }

    private static byte Mix(byte from, byte to, float fraction) => (byte)MathF.Round(from + ((to - from) * fraction));
}
