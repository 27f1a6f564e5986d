using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dcgan.Core;

/// <summary>A bfloat16 element: the upper half of a float32 number.</summary>
/// <param name="Bits">The bits.</param>
internal readonly unsafe record struct BFloat16Element(ushort Bits) : ITileElement<BFloat16Element, float>
{
    private const int LowerBits = 16;

    /// <summary>Half of the lower bits' range less one. With the last bit that stays, it rounds ties to even.</summary>
    private const uint Rounding = 0x7FFF;

    /// <summary>Rounding would make another number of some of the NaNs.</summary>
    private const ushort NotANumber = 0x7FC0;

    public float Value => BitConverter.UInt32BitsToSingle((uint)Bits << LowerBits);

    /// <summary>Rounds to the nearest.</summary>
    public static BFloat16Element Of(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return new(float.IsNaN(value) ? NotANumber : (ushort)((bits + Rounding + ((bits >> LowerBits) & 1)) >> LowerBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(BFloat16Element* from)
    {
        Vector512<ushort> elements = Vector256.Load((ushort*)from).ToVector512Unsafe();
        return (Vector512.WidenLower(elements) << LowerBits).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, BFloat16Element* to)
    {
        Vector512<uint> bits = value.AsUInt32();
        Vector512<uint> rounded = (bits + Vector512.Create(Rounding) + ((bits >> LowerBits) & Vector512<uint>.One)) >> LowerBits;
        Vector512<uint> numbers = Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, Vector512.Create((uint)NotANumber));
        Vector256<ushort> elements = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(numbers)
            : Vector256.Narrow(numbers.GetLower(), numbers.GetUpper());
        elements.Store((ushort*)to);
    }
}
