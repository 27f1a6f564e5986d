namespace Dcgan.Core;

/// <summary>
/// Shuffles the images of an epoch. The order depends only on the seed and the epoch. It is the same on every machine and in
/// every version, so a resumed run finds its place in the middle of an epoch.
/// </summary>
public static class EpochShuffle
{
    /// <summary>Returns the order of an epoch's images, shuffled with the Fisher-Yates algorithm.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The number of the epoch, such as <see cref="DcganTrainer.Epoch"/>. At least 0.</param>
    /// <param name="count">The number of images. At least 0.</param>
    /// <returns>The indices 0 to <paramref name="count"/> - 1, shuffled.</returns>
    /// <exception cref="ArgumentException"><paramref name="epoch"/> or <paramref name="count"/> is below 0.</exception>
    public static int[] Indices(long seed, long epoch, int count)
    {
        Expect.AtLeast(0, epoch, nameof(epoch));
        Expect.AtLeast(0, count, nameof(count));
        ulong epochSeed = SplitMix64.Mix(SplitMix64.Mix((ulong)seed, (ulong)SeedStream.EpochShuffle), (ulong)epoch);
        int[] order = new int[count];
        for (int place = 0; place < count; place++)
        {
            int other = Below(place + 1, SplitMix64.Mix(epochSeed, (ulong)place + 1));
            order[place] = order[other];
            order[other] = place;
        }

        return order;
    }

    /// <summary>Maps random bits to an integer in [0, <paramref name="bound"/>).</summary>
    private static int Below(int bound, ulong bits) => (int)Math.BigMul(bits, (ulong)bound, out _);
}
