using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Derives independent random generators from one seed, so that two uses of the same seed draw different numbers.
/// </summary>
internal static class Seeds
{
    /// <summary>Creates the CPU random generator for one stream of a seed.</summary>
    /// <remarks>
    /// libtorch's generator uses only the low 32 bits of a seed, so the seed is mixed first, which makes these bits depend on all
    /// 64 bits.
    /// </remarks>
    internal static torch.Generator Stream(long seed, SeedStream stream) => new(SplitMix64.Mix((ulong)seed, (ulong)stream), CPU);
}
