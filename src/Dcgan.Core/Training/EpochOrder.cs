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
        int[] order = new int[count];
        for (int place = 0; place < count; place++)
        {
            int other = Seeds.Below(place + 1, seed, epoch, place);
            order[place] = order[other];
            order[other] = place;
        }

        return order;
    }
}
