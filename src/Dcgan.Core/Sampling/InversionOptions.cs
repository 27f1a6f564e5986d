namespace Dcgan.Core;

/// <summary>
/// Options of <see cref="LatentInversion"/>. The defaults were chosen by measuring the error after a given number of steps.
/// </summary>
public sealed record InversionOptions
{
    /// <summary>Upper limit of the learning rate: far above useful step sizes and far below the range of float32.</summary>
    private const double LargestLearningRate = 1000;

    /// <summary>
    /// Number of independent starts of the search for each image. The best result is returned; the errors of the other starts
    /// show how reliable it is. At least 1. Default 4.
    /// </summary>
    public int Restarts { get; init; } = 4;

    /// <summary>
    /// Step size of Adam at the first step, in units of a latent component. It decays to 0 along a half cosine. In (0, 1000).
    /// Default 0.1.
    /// </summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Seed of the latents from which the search starts. Default 0.</summary>
    public long Seed { get; init; }

    internal InversionOptions Checked()
    {
        Expect.AtLeast(1, Restarts, nameof(Restarts));
        Expect.Above(0, LearningRate, nameof(LearningRate));
        Expect.Within(0, LargestLearningRate, LearningRate, nameof(LearningRate));
        return this;
    }
}
