using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Makes independent random numbers of one seed, so that two uses of the same seed do not share their draws.</summary>
internal static class Seeds
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    internal static torch.Generator Stream(long seed, SeedStream stream) => new(Mix((ulong)seed, (ulong)stream), CPU);

    /// <summary>
    /// SplitMix64's output function (Steele et al., 2014) of its state after so many steps. libtorch's generator takes only the
    /// low 32 bits of a seed, so every bit of ours has to reach them.
    /// </summary>
    internal static ulong Mix(ulong seed, ulong steps)
    {
        unchecked
        {
            ulong z = seed + (steps * GoldenRatio);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
