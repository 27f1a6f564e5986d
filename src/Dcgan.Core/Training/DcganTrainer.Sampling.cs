using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Images of the run as it stands.</content>
public sealed partial class DcganTrainer
{
    /// <summary>The one whose images are the run's.</summary>
    private Generator Sampled => averagedGenerator ?? generator;

    /// <summary>
    /// Makes images of latents that the trainer draws, other ones at each call: by
    /// <see cref="AveragedGenerator"/> where there is one. They come from a stream of their own, so that how often a host samples
    /// changes nothing about training.
    /// </summary>
    /// <param name="count">How many: at least 1.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public Tensor Sample(int count)
    {
        Expect.AtLeast(1, count, nameof(count));
        using Tensor latents = generator.DrawLatents(count, sampleLatents);
        return Sampled.Sample(latents);
    }

    /// <summary>Makes images of given latents, as <see cref="Generator.Sample(Tensor, SamplingStatistics?)"/> does, by
    /// <see cref="AveragedGenerator"/> where there is one.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <param name="statistics">
    /// What batch normalisation works by; by default the calibrated statistics where there are any, else the batch's own.
    /// </param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are asked for, and there are none.</exception>
    public Tensor Sample(Tensor latents, SamplingStatistics? statistics = null) =>
        Sampled.Sample(latents, statistics);
}
