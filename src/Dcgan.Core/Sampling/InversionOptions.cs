namespace Dcgan.Core;

/// <summary>How <see cref="Generator.Invert"/> searches. The defaults were found by measuring the error after so many steps.</summary>
public sealed record InversionOptions
{
    /// <summary>Far above what a search can use, and far below where float32 ends.</summary>
    private const double LargestLearningRate = 1000;

    /// <summary>
    /// Latents that the search starts from, for each image on its own. The best one counts; how far the others come says how
    /// far to trust it. At least 1. Default 4.
    /// </summary>
    public int Restarts { get; init; } = 4;

    /// <summary>
    /// Adam's first step size, in units of a latent's component. It falls to 0 by half a cosine. Above 0 and below 1,000. Default 0.1.
    /// </summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Names the latents that the search starts from. Default 0.</summary>
    public long Seed { get; init; }

    internal InversionOptions Checked()
    {
        Expect.AtLeast(1, Restarts, nameof(Restarts));
        Expect.Above(0, LearningRate, nameof(LearningRate));
        Expect.Within(0, LargestLearningRate, LearningRate, nameof(LearningRate));
        return this;
    }
}
