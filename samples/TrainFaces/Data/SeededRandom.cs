namespace TrainFaces.Data;

/// <summary>
/// Random numbers from a key of three parts (SplitMix64), so that face 17 of seed 1 and the order of epoch 3 are the same
/// on every machine and .NET version, whatever was drawn before them.
/// </summary>
internal sealed class SeededRandom(long seed, long stream, long index)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong state = Mix(Mix(Mix((ulong)seed + Golden) + (ulong)stream + Golden) + (ulong)index + Golden);

    /// <summary>Uniform in [0, 1).</summary>
    public float Next() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + ((high - low) * Next());

    /// <summary>Bell-shaped around <paramref name="centre"/>, never further than <paramref name="reach"/> from it.</summary>
    public float Around(float centre, float reach) => centre + (reach * (((Next() + Next() + Next()) * (2f / 3f)) - 1f));

    /// <summary>True in <paramref name="probability"/> of the calls.</summary>
    public bool Chance(float probability) => Next() < probability;

    /// <summary>Uniform in 0 .. <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>One of <paramref name="choices"/>, each as likely as the others.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private ulong NextBits() => Mix(state += Golden);

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EB;
        return bits ^ (bits >> 31);
    }
}
