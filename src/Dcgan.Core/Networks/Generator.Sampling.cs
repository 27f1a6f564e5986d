using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Image sampling, without gradients.</content>
public sealed partial class Generator
{
    /// <summary>Seed of the latents that pad a small batch. Any value works as long as it never changes.</summary>
    private const long CompanionSeed = 0;

    /// <summary>
    /// Draws latents from the distribution that the network was trained with. A seed gives bit-identical latents on every
    /// machine. The first latents of a seed do not depend on <paramref name="count"/>.
    /// </summary>
    /// <param name="count">Number of latents: at least 1.</param>
    /// <param name="seed">The same seed gives the same latents.</param>
    /// <returns>Latents [count, LatentSize], with the network's element type and device.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public Tensor DrawLatents(int count, long seed)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.NotDisposed(FirstWeight, this);
        return LatentDraws.Draw(Options, count, seed, FirstWeight);
    }

    /// <summary>
    /// Samples images from the latents of a seed, with calibrated statistics if the network is calibrated, otherwise with batch
    /// statistics. If the network has classes, the labels cycle through them (0, 1, ..., 0, 1, ...).
    /// </summary>
    /// <param name="count">Number of images: at least 1.</param>
    /// <param name="seed">Seed of the latents: the same seed gives the same images. Default 0.</param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp converts numbers to tensors, so the latents' overload would fit too.
    public Tensor Sample(int count, long seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.Read();
        using Tensor latents = DrawLatents(count, seed);
        return SampleInTurn(latents, null, progress, cancellationToken);
    }

    /// <summary>
    /// Samples images from latents. It records no gradients and does not change the network, not even its training or evaluation
    /// mode. Several threads may sample one generator at the same time, also while a trainer trains it: sampling then waits for
    /// the end of the step. No thread may move the generator meanwhile.
    /// </summary>
    /// <param name="latents">[N, LatentSize], with the network's element type and device. N is at least 1.</param>
    /// <param name="labels">
    /// [N], int64, in [0, <see cref="GeneratorOptions.Classes"/> - 1], on any device; null for a network without classes.
    /// </param>
    /// <param name="statistics">
    /// Statistics of batch normalization. Null (the default) selects calibrated statistics if the network is calibrated,
    /// otherwise batch statistics, as in the reference. Both match the current weights. Running statistics lag behind the weights
    /// and can give unusable images.
    /// </param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException">
    /// The latents or the labels do not fit, a latent is NaN or infinite, labels are missing for a network with classes, or labels are given for a network
    /// without classes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Calibrated statistics are requested, but the network is not calibrated.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public Tensor Sample(
        Tensor latents,
        Tensor? labels = null,
        SamplingStatistics? statistics = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.Read();
        CheckLatents(latents, training: false);
        Expect.AllFinite(latents, nameof(latents));
        ClassLabels.Check(labels, latents.size(0), Options.Classes);
        SamplingStatistics chosen = ForSampling(statistics);
        return SampleBatches.Make(
            latents,
            labels,
            (part, classes) =>
            {
                using var mode = new SamplingMode(chosen);
                return SampleBatch(part, classes, chosen);
            },
            progress,
            cancellationToken);
    }

    /// <summary>Samples images from latents. If the network has classes, the labels cycle through them.</summary>
    internal Tensor SampleInTurn(
        Tensor latents,
        SamplingStatistics? statistics = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using Tensor? classes = ClassLabels.InTurn(latents.size(0), Options.Classes, latents.device);
        return Sample(latents, classes, statistics, progress, cancellationToken);
    }

    /// <summary>Draws latents from a random generator.</summary>
    internal Tensor DrawLatents(int count, torch.Generator random)
    {
        Expect.NotDisposed(FirstWeight, this);
        return LatentDraws.Draw(Options, count, random, FirstWeight);
    }

    /// <summary>Selects the statistics to sample with.</summary>
    /// <exception cref="InvalidOperationException">
    /// Calibrated statistics are requested, but the network is not calibrated.
    /// </exception>
    private SamplingStatistics ForSampling(SamplingStatistics? requested)
    {
        SamplingStatistics statistics = requested ?? (IsCalibrated ? SamplingStatistics.Calibrated : SamplingStatistics.Batch);
        Expect.Defined(statistics, nameof(statistics));
        return statistics != SamplingStatistics.Calibrated || IsCalibrated
            ? statistics
            : throw new InvalidOperationException("The generator is not calibrated: call Calibrate after the last change of its weights.");
    }

    /// <summary>Computes the images of at most <see cref="SampleBatches.Size"/> latents through <c>call</c>, so that the host's hooks run.</summary>
    private Tensor SampleBatch(Tensor latents, Tensor? classes, SamplingStatistics statistics)
    {
        long count = latents.size(0);
        if (statistics != SamplingStatistics.Batch || count == SampleBatches.Size)
        {
            return Make(latents, classes);
        }

        using torch.Generator random = Seeds.Stream(CompanionSeed, SeedStream.Companions);
        Tensor companions = DrawLatents(checked((int)(SampleBatches.Size - count)), random);
        Tensor? ofCompanions = ClassLabels.InTurn(companions.size(0), Options.Classes, latents.device);
        Tensor? all = classes is null || ofCompanions is null ? null : cat([classes.to(latents.device), ofCompanions]);
        return Make(cat([latents, companions]), all).narrow(0, 0, count);
    }
}
