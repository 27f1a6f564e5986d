namespace Dcgan.Core;

/// <summary>
/// The order in which an epoch visits its images: each one once, another order for every seed and epoch, the same on every
/// machine and in every version. A run that goes on in the middle of an epoch finds its place by it.
/// </summary>
public static class EpochOrder
{
    /// <summary>The order of one epoch, by the shuffle of Fisher and Yates.</summary>
    /// <param name="seed">The run's.</param>
    /// <param name="epoch">Which epoch, such as <see cref="DcganTrainer.Epoch"/>. At least 0.</param>
    /// <param name="count">Images in the epoch. At least 0.</param>
    /// <returns>0 to <paramref name="count"/> - 1, shuffled.</returns>
    /// <exception cref="ArgumentException">The epoch or the count is below 0.</exception>
    public static int[] Of(long seed, long epoch, int count)
    {
        Expect.AtLeast(0, epoch, nameof(epoch));
        Expect.AtLeast(0, count, nameof(count));
        ulong ofEpoch = SplitMix64.Mix(SplitMix64.Mix((ulong)seed, (ulong)SeedStream.EpochOrder), (ulong)epoch);
        int[] order = new int[count];
        for (int place = 0; place < count; place++)
        {
            int other = Below(place + 1, SplitMix64.Mix(ofEpoch, (ulong)place + 1));
            order[place] = order[other];
            order[other] = place;
        }

        return order;
    }

    /// <summary>Random bits as a whole number from 0 to <paramref name="bound"/> - 1.</summary>
    private static int Below(int bound, ulong bits) => (int)Math.BigMul(bits, (ulong)bound, out _);
}
