using System.Runtime.CompilerServices;
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
    /// <param name="count">How many: at least 1. Of networks with classes, one class after the other.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp makes a tensor of a number, which would fit the latents' overload as well
    public Tensor Sample(int count)
    {
        Expect.AtLeast(1, count, nameof(count));
        using Tensor latents = generator.DrawLatents(count, sampleLatents);
        return Sampled.SampleInTurn(latents);
    }

    /// <summary>Makes images of given latents, as <see cref="Generator.Sample(Tensor)"/> does, by <see cref="AveragedGenerator"/> where there is one.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    public Tensor Sample(Tensor latents) => Sampled.Sample(latents);

    /// <summary>The same by statistics of the caller's choice.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <param name="statistics">
    /// What batch normalisation works by; by default the calibrated statistics where there are any, else the batch's own.
    /// </param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are asked for, and there are none.</exception>
    public Tensor Sample(Tensor latents, SamplingStatistics? statistics) => Sampled.Sample(latents, statistics);

    /// <summary>The same of networks with classes.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <param name="labels">The class of each, int64 [N].</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit.</exception>
    public Tensor Sample(Tensor latents, Tensor labels) => Sampled.Sample(latents, labels);

    /// <summary>Makes an image of each of these classes.</summary>
    /// <param name="labels">Int64 [N].</param>
    /// <param name="seed">Names the latents.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The labels do not fit.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp makes a tensor of a number, which would fit the labels' overload as well
    public Tensor Sample(Tensor labels, long seed) => Sampled.Sample(labels, seed);
}
