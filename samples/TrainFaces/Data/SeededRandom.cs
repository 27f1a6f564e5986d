namespace TrainFaces.Data;

/// <summary>
/// A random number generator (SplitMix64) keyed by seed, stream, and index. For example, face 17 of seed 1 is the same on
/// every machine and .NET version, regardless of the numbers drawn before it.
/// </summary>
internal sealed class SeededRandom(long seed, long stream, long index)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong state = Mix(Mix(Mix((ulong)seed + Golden) + (ulong)stream + Golden) + (ulong)index + Golden);

    /// <summary>Uniform in [0, 1).</summary>
    public float Next() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + ((high - low) * Next());

    /// <summary>Bell-shaped around <paramref name="center"/>, in [center - reach, center + reach].</summary>
    public float Around(float center, float reach) => center + (reach * (((Next() + Next() + Next()) * (2f / 3f)) - 1f));

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool Chance(float probability) => Next() < probability;

    /// <summary>Uniform integer in [0, <paramref name="bound"/> - 1].</summary>
    public int Below(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>One of <paramref name="choices"/>, with equal probability.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private ulong NextBits() => Mix(state += Golden);

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EB;
        return bits ^ (bits >> 31);
    }
}
