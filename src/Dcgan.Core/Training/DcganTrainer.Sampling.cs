using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Samples of the run in its current state.</content>
public sealed partial class DcganTrainer
{
    /// <summary>The generator that samples: the averaged one where there is one.</summary>
    private Generator Sampled => averagedGenerator ?? generator;

    /// <summary>
    /// Samples images from latents that are drawn anew on each call, from a stream that training does not use: sampling does not
    /// change the run. <see cref="AveragedGenerator"/> makes the images where there is one. Labels cycle through the classes where
    /// there are any: 0, 1, ..., 0, 1, ....
    /// </summary>
    /// <param name="count">Number of images: at least 1.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp converts numbers to tensors, so the latents' overload would fit too.
    public Tensor Sample(int count)
    {
        Expect.AtLeast(1, count, nameof(count));
        using Tensor latents = generator.DrawLatents(count, sampleLatents);
        return Sampled.SampleInTurn(latents);
    }

    /// <summary>
    /// Samples images from latents with <see cref="AveragedGenerator"/> where there is one, else with <see cref="Generator"/>, as
    /// <see cref="Generator.Sample(Tensor, Tensor?, SamplingStatistics?)"/> does.
    /// </summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type, on their device; N at least 1.</param>
    /// <param name="labels">
    /// [N], int64, in [0, <see cref="GeneratorOptions.Classes"/> - 1], on any device; null for networks without classes.
    /// </param>
    /// <param name="statistics">
    /// Statistics of batch normalization. Null, the default, selects the calibrated ones where there are any, else those of the
    /// batch.
    /// </param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">
    /// The latents or the labels do not fit, the networks have classes and labels are missing, or they have none and take no
    /// labels.
    /// </exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are requested, but the generator is not calibrated.</exception>
    public Tensor Sample(Tensor latents, Tensor? labels = null, SamplingStatistics? statistics = null) =>
        Sampled.Sample(latents, labels, statistics);
}
