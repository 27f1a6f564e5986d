using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Samples of the run in its current state.</content>
public sealed partial class DcganTrainer
{
    private Generator Sampled => averagedGenerator ?? generator;

    /// <summary>
    /// Generates images from latents that are drawn anew on each call, with <see cref="AveragedGenerator"/> if there is one. The
    /// latents have their own random stream, so sampling does not change training.
    /// </summary>
    /// <param name="count">The number of images, at least 1. With classes, the images cycle through the classes in order.</param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">
    /// The call was canceled. The next call draws the same latents, unless another thread has drawn latents meanwhile.
    /// </exception>
    [OverloadResolutionPriority(1)] // TorchSharp converts numbers to tensors, which fit the other overload.
    public Tensor Sample(int count, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Expect.AtLeast(1, count, nameof(count));
        using AccessLock.Scope access = Access.Read();
        Expect.NotDisposed(generator.FirstWeight, this); // The state of a disposed random generator would end the process.
        (Tensor latents, Tensor before, Tensor after) = DrawSampleLatents(count);
        try
        {
            return Sampled.SampleInTurn(latents, null, progress, cancellationToken);
        }
        catch
        {
            RestoreSampleLatents(before, after);
            throw;
        }
        finally
        {
            latents.Dispose();
            before.Dispose();
            after.Dispose();
        }
    }

    /// <summary>Generates images from given latents, with <see cref="AveragedGenerator"/> if there is one.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <param name="labels">The class of each image, int64 [N], if the networks have classes.</param>
    /// <param name="statistics">
    /// The statistics of batch normalization. Default: calibrated statistics if the generator has them, otherwise batch
    /// statistics.
    /// </param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit, or a latent is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">
    /// Calibrated statistics are requested, but the generator is not calibrated.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public Tensor Sample(
        Tensor latents,
        Tensor? labels = null,
        SamplingStatistics? statistics = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default) =>
        Sampled.Sample(latents, labels, statistics, progress, cancellationToken);

    /// <summary>
    /// Draws latents, and returns the states of their stream before and after. No other thread draws in between: its latents would be
    /// drawn again after a restore.
    /// </summary>
    private (Tensor Latents, Tensor Before, Tensor After) DrawSampleLatents(int count)
    {
        lock (sampleLatents)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor before = sampleLatents.get_state();
            return scope.MoveToOuter(generator.DrawLatents(count, sampleLatents), before, sampleLatents.get_state());
        }
    }

    private void RestoreSampleLatents(Tensor before, Tensor after)
    {
        lock (sampleLatents)
        {
            using Tensor now = sampleLatents.get_state();
            if (now.Equals(after))
            {
                sampleLatents.set_state(before);
            }
        }
    }
}
