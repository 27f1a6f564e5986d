namespace TrainFaces.Data;

/// <summary>The order in which an epoch visits its images: each one once, another order for every epoch and seed.</summary>
internal static class EpochOrder
{
    public static long[] Shuffle(long seed, int epoch, int count)
    {
        var random = new SeededRandom(seed, SeedStream.EpochOrder, epoch);
        long[] order = new long[count];
        for (int place = 0; place < count; place++)
        {
            int other = random.Below(place + 1);
            order[place] = order[other];
            order[other] = place;
        }

        return order;
    }
}
