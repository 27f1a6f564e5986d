using System.Runtime.Intrinsics.X86;

namespace Dcgan.Core;

/// <summary>Whether this processor computes bfloat16 faster than float32.</summary>
internal static class BFloat16Hardware
{
    private const int ExtendedFeatures = 7;
    private const int Avx512BFloat16Bit = 5; // of EAX in subleaf 1
    private const int AmxBFloat16Bit = 22; // of EDX in subleaf 0

    /// <summary>True where the processor says that it has AVX-512 BF16 or AMX; false also where it cannot be asked.</summary>
    internal static bool IsFastOnCpu { get; } = X86Base.IsSupported && HasInstructions();

    private static bool HasInstructions()
    {
        (int highest, _, _, _) = X86Base.CpuId(0, 0);
        if (highest < ExtendedFeatures)
        {
            return false;
        }

        (int avx512, _, _, _) = X86Base.CpuId(ExtendedFeatures, 1);
        (_, _, _, int amx) = X86Base.CpuId(ExtendedFeatures, 0);
        return ((avx512 >> Avx512BFloat16Bit) & 1) != 0 || ((amx >> AmxBFloat16Bit) & 1) != 0;
    }
}
