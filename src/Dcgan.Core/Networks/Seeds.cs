using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Derives independent random generators from one seed, so that two uses of the same seed do not share their draws.
/// </summary>
internal static class Seeds
{
    /// <summary>Creates the CPU generator of one stream of a seed.</summary>
    /// <remarks>libtorch's generator uses only the low 32 bits of a seed, so the mix carries all 64 bits into them.</remarks>
    internal static torch.Generator Stream(long seed, SeedStream stream) => new(SplitMix64.Mix((ulong)seed, (ulong)stream), CPU);
}
