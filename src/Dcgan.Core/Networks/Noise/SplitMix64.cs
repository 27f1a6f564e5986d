namespace Dcgan.Core;

/// <summary>Random bits as a function of numbers that name them: no state, the same on every machine.</summary>
internal static class SplitMix64
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>SplitMix64's output function (Steele et al., 2014) of a seed's state after so many steps.</summary>
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
