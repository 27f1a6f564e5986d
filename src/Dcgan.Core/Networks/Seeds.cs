using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Makes independent random streams of one seed, so that two networks with the same seed do not share their draws.</summary>
internal static class Seeds
{
    internal static torch.Generator Stream(long seed, SeedStream stream) => new(Mix(seed, stream), CPU);

    /// <summary>
    /// SplitMix64's output function (Steele et al., 2014). libtorch's generator takes only the low 32 bits of a seed, so every
    /// bit of ours has to reach them.
    /// </summary>
    private static ulong Mix(long seed, SeedStream stream)
    {
        unchecked
        {
            ulong z = (ulong)seed + ((ulong)stream * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
