namespace Dcgan.Benchmarks;

/// <summary>The work that a trial repeats and times.</summary>
internal enum TrialWork
{
    /// <summary>One update of both networks.</summary>
    Train,

    /// <summary>One batch of images from new latents, with fixed statistics and without gradients.</summary>
    Sample,

    /// <summary>One batch of images from new latents, with the statistics of the batch, as during training.</summary>
    SampleByBatch,

    /// <summary>
    /// The first image of a new process that opens a generator's file, with fixed statistics. It is timed once, from process
    /// start.
    /// </summary>
    FirstImage,

    /// <summary>Each convolution of both networks alone: forward pass.</summary>
    ForwardConvolutions,

    /// <summary>Each convolution of both networks alone: forward pass and both gradients.</summary>
    AllConvolutions,
}
