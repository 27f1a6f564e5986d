namespace Dcgan.Core;

/// <summary>Counter-based random bits: stateless, and identical on every machine.</summary>
internal static class SplitMix64
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>Computes the output of SplitMix64 (Steele et al., 2014) for a seed after a number of steps.</summary>
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
