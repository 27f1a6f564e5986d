using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What a seed is used for. Streams of one seed are independent of each other.</summary>
internal enum SeedStream
{
    GeneratorWeights = 1,
    DiscriminatorWeights = 2,
    TrainingLatents = 3,
    SampleLatents = 4,
}

/// <summary>Makes independent random streams of one seed, so that two networks with the same seed do not share their draws.</summary>
internal static class Seeds
{
    internal static torch.Generator Stream(long seed, SeedStream stream) => new(Mix(seed, stream), CPU);

    /// <summary>SplitMix64's output function (Steele et al., 2014), which spreads neighbouring seeds over all 64 bits.</summary>
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
