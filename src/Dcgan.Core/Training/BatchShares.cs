using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// How the processes of a run share the batch of a step. The whole batch of a forward pass is the images of rank 0, then those of rank
/// 1, and so on. Each process has its own images, but draws the random numbers of the whole batch and takes its own.
/// </summary>
/// <param name="images">Number of images of each process, by rank.</param>
/// <param name="rank">The rank of this process.</param>
/// <param name="schedule">The order of the updates.</param>
/// <param name="microBatches">The number of parts of a process's images in a forward pass.</param>
internal sealed class BatchShares(long[] images, int rank, UpdateSchedule schedule, int microBatches)
{
    /// <summary>Number of images of each process and forward pass.</summary>
    private readonly long[][] sizes = [.. images.Select(count => StepBatch.Sizes(count, schedule))];

    /// <summary>Number of real images of all processes.</summary>
    internal long Images => images.Sum();

    /// <summary>Number of latents of all processes.</summary>
    internal int LatentCount => checked((int)sizes.Sum(ofProcess => ofProcess.Sum()));

    /// <summary>This process's share of the images of a forward pass, in (0, 1].</summary>
    internal double Share(int pass) => (double)sizes[rank][pass] / sizes.Sum(ofProcess => ofProcess[pass]);

    /// <summary>The sizes of the parts of the processes of lower ranks, in order.</summary>
    internal IEnumerable<long> EarlierParts(int pass) => Parts(sizes[..rank], pass);

    /// <summary>The sizes of the parts of the processes of higher ranks, in order.</summary>
    internal IEnumerable<long> LaterParts(int pass) => Parts(sizes[(rank + 1)..], pass);

    /// <summary>Takes this process's latents out of those of all processes.</summary>
    /// <param name="latents">[<see cref="LatentCount"/>, LatentSize]: for each pass those of all processes, by rank.</param>
    internal Tensor OwnLatents(Tensor latents)
    {
        if (sizes.Length == 1)
        {
            return latents;
        }

        var own = new List<Tensor>();
        long first = 0;
        for (int pass = 0; pass < schedule.GeneratorPasses; pass++)
        {
            own.Add(latents.narrow(0, first + sizes[..rank].Sum(ofProcess => ofProcess[pass]), sizes[rank][pass]));
            first += sizes.Sum(ofProcess => ofProcess[pass]);
        }

        return cat(own);
    }

    /// <summary>Like tensor_split: the sizes of the parts differ by at most 1, and larger parts come first.</summary>
    private IEnumerable<long> Parts(long[][] processes, int pass) => processes.SelectMany(ofProcess =>
        Enumerable.Range(0, microBatches).Select(part => (ofProcess[pass] / microBatches) + (part < ofProcess[pass] % microBatches ? 1 : 0)));
}
