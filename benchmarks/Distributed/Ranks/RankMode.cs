namespace Dcgan.Benchmarks;

/// <summary>What the processes of a measurement do.</summary>
internal enum RankMode
{
    /// <summary>They train one run together.</summary>
    Together,

    /// <summary>
    /// Each computes its share of the same steps, at the same time, but nothing crosses the network: the time of the computation.
    /// </summary>
    Apart,

    /// <summary>They sum tensors of several sizes: the time of the network.</summary>
    Sums,
}
