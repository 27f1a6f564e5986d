namespace Dcgan.Benchmarks;

/// <summary>The networks of a distributed run.</summary>
internal enum RankNetworks
{
    /// <summary>The reference's depths and options: simultaneous updates of networks with 23 million parameters.</summary>
    Reference,

    /// <summary>The default networks of the sample program, depths 128 to 16, as <see cref="DcganPreset.Recommended"/> trains them.</summary>
    Sample,
}
