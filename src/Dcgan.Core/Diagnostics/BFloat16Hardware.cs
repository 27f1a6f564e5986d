using System.Runtime.Intrinsics.X86;

namespace Dcgan.Core;

/// <summary>Detects whether the processor computes bfloat16 faster than float32.</summary>
internal static class BFloat16Hardware
{
    private const int ExtendedFeatures = 7;
    private const int Avx512BFloat16Bit = 5; // EAX, subleaf 1
    private const int AmxBFloat16Bit = 22; // EDX, subleaf 0

    /// <summary>Whether CPUID reports AVX-512 BF16 or AMX BF16; false also on processors without CPUID.</summary>
    internal static bool IsFastOnCpu { get; } = X86Base.IsSupported && HasInstructions();

    private static bool HasInstructions()
    {
        (int highestLeaf, _, _, _) = X86Base.CpuId(0, 0);
        if (highestLeaf < ExtendedFeatures)
        {
            return false;
        }

        (int avx512, _, _, _) = X86Base.CpuId(ExtendedFeatures, 1);
        (_, _, _, int amx) = X86Base.CpuId(ExtendedFeatures, 0);
        return ((avx512 >> Avx512BFloat16Bit) & 1) != 0 || ((amx >> AmxBFloat16Bit) & 1) != 0;
    }
}
