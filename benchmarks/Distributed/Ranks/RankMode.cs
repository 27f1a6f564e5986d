namespace Dcgan.Benchmarks;

/// <summary>What the processes of a measurement do.</summary>
internal enum RankMode
{
    /// <summary>They train one run.</summary>
    Train,

    /// <summary>They sum tensors of several sizes: the time of the network.</summary>
    Sums,
}
