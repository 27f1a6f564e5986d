using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Makes independent random numbers of one seed, so that two uses of the same seed do not share their draws.</summary>
internal static class Seeds
{
    /// <remarks>libtorch's generator takes only the low 32 bits of a seed, so every bit of ours has to reach them.</remarks>
    internal static torch.Generator Stream(long seed, SeedStream stream) => new(SplitMix64.Mix((ulong)seed, (ulong)stream), CPU);
}
