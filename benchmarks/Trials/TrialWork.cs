namespace Dcgan.Benchmarks;

/// <summary>What a trial repeats and times.</summary>
internal enum TrialWork
{
    /// <summary>One update of both networks.</summary>
    Train,

    /// <summary>One batch of images made of fresh latents, by fixed statistics and without gradients.</summary>
    Sample,

    /// <summary>The same by the statistics of the batch, as in the middle of training.</summary>
    SampleByBatch,

    /// <summary>Once: from the start of a process that has a generator's file to its first image, by fixed statistics.</summary>
    FirstImage,

    /// <summary>Each convolution of both networks alone, forward.</summary>
    ForwardConvolutions,

    /// <summary>Each convolution of both networks alone, forward and its two gradients.</summary>
    AllConvolutions,
}
