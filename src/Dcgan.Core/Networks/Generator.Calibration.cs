using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Statistics for use, set once from many latents.</content>
public sealed partial class Generator
{
    /// <summary>
    /// Latents of a calibration where the caller names none. On real faces at the reference's depths the images then differ from
    /// those of 4,096 latents by 0.3 of 256 levels on average, and with 64 latents by 3.4.
    /// </summary>
    internal const int CalibrationLatents = 1024;

    /// <summary>Whether there are calibrated statistics, of the weights as they are now.</summary>
    public bool IsCalibrated => project.Norm.Calibrated is not null;

    /// <summary>
    /// Sets the statistics for use exactly, from latents drawn as the network was trained on:
    /// <see cref="Calibrate(Tensor, int)"/> with <see cref="DrawLatents(int, long)"/>, 64 at a time.
    /// </summary>
    /// <param name="count">How many latents: at least 2. Default 1024.</param>
    /// <param name="seed">Names them. Default 0.</param>
    /// <param name="cancellationToken">Looked at before each part of a layer's work.</param>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 2.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing has changed.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp makes tensors of numbers, so that two of them would fit the other one as well
    public void Calibrate(int count = CalibrationLatents, long seed = 0, CancellationToken cancellationToken = default)
    {
        Expect.AtLeast(2, count, nameof(count));
        using Tensor latents = DrawLatents(count, seed);
        Calibrate(latents, PartsOf(count), cancellationToken);
    }

    /// <summary>
    /// Sets the statistics for use exactly: each layer's means and biased variances are those of one batch of all these
    /// latents. They stay until they are set again, or until a trainer changes the weights, and are saved with them. Nothing
    /// else about the network changes: neither its running statistics nor what training does. Of a network with classes the
    /// latents are of one class after the other.
    /// </summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 2, better some hundreds.</param>
    /// <param name="batches">
    /// In how many parts of about equal size they go through the network, which bounds the memory; the statistics are the same
    /// but for rounding. 1 to N.
    /// </param>
    /// <remarks>
    /// A host that changes the weights itself calibrates again afterwards. Evaluation mode, as PyTorch's, goes on using the
    /// running statistics; <see cref="Sample(Tensor, SamplingStatistics?)"/> uses the calibrated ones where there are any, and
    /// <see cref="Freeze(SamplingStatistics)"/>, <see cref="LatentInversion"/> and <see cref="ExportOnnx"/> make some for themselves where there
    /// are none. Not while other threads use the network.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The latents do not fit, <paramref name="batches"/> is out of its range, or the statistics would not be finite; nothing has
    /// changed.
    /// </exception>
    public void Calibrate(Tensor latents, int batches)
    {
        CheckLatents(latents, training: true);
        Expect.AtLeast(1, batches, nameof(batches));
        Expect.AtMost(latents.shape[0], batches, nameof(batches));
        Calibrate(latents, batches, CancellationToken.None);
    }

    /// <summary>After a change of the weights, of which the calibrated statistics are not.</summary>
    internal void DiscardCalibration()
    {
        if (IsCalibrated)
        {
            foreach (INormalizedLayer layer in NormalizedLayers())
            {
                layer.Norm!.Calibrated = null;
            }
        }
    }

    private INormalizedLayer[] NormalizedLayers() => [project, .. stages.Where(stage => stage.Norm is not null)];

    private void Calibrate(Tensor latents, int batches, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChannelStatistics> statistics = Calibrated(latents, batches, cancellationToken);
        using (DisposeScope scope = NewDisposeScope())
        {
            if (!statistics.All(layer => (layer.Mean.sum() + layer.Variance.sum()).isfinite().item<bool>()))
            {
                foreach (ChannelStatistics layer in statistics)
                {
                    layer.Dispose();
                }

                throw new ArgumentException("latents: their statistics are not finite, because a latent or a weight is not.", nameof(latents));
            }
        }

        foreach ((INormalizedLayer layer, ChannelStatistics calibrated) in NormalizedLayers().Zip(statistics))
        {
            layer.Norm!.Calibrated = calibrated;
        }
    }

    /// <summary>Of the layers that are normalised, the caller's to dispose.</summary>
    private IReadOnlyList<ChannelStatistics> Calibrated(Tensor latents, int batches, CancellationToken cancellationToken)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return new Calibration(InputsInTurn(latents.detach()).For(Options.Precision), batches, cancellationToken).Of(NormalizedLayers());
    }

    /// <summary>What a sample is made by.</summary>
    /// <exception cref="InvalidOperationException">There are no calibrated statistics.</exception>
    private SamplingStatistics ForSampling(SamplingStatistics? asked)
    {
        SamplingStatistics statistics = asked ?? (IsCalibrated ? SamplingStatistics.Calibrated : SamplingStatistics.Batch);
        Expect.Defined(statistics, nameof(statistics));
        return statistics != SamplingStatistics.Calibrated || IsCalibrated
            ? statistics
            : throw new InvalidOperationException("The generator is not calibrated: call Calibrate once, after the weights have changed last.");
    }

    /// <summary>
    /// What is folded into the weights of something that is used without this network, for each normalised layer. Calibrated
    /// statistics are made for it where there are none, and the scope disposes of these. Never the running ones unless they are
    /// asked for: what they make of a network in the middle of a run can be no face.
    /// </summary>
    /// <exception cref="ArgumentException">Those of a batch cannot be folded.</exception>
    private IReadOnlyList<ChannelStatistics> ForFolding(SamplingStatistics statistics, DisposeScope scope, CancellationToken cancellationToken)
    {
        Expect.Defined(statistics, nameof(statistics));
        if (statistics == SamplingStatistics.Batch)
        {
            throw new ArgumentException("statistics: must be Running or Calibrated, which are fixed, but was Batch.", nameof(statistics));
        }

        if (statistics == SamplingStatistics.Running || IsCalibrated)
        {
            return [.. NormalizedLayers().Select(layer => layer.Norm!.Fixed(statistics))];
        }

        using Tensor latents = DrawLatents(CalibrationLatents, seed: 0);
        IReadOnlyList<ChannelStatistics> made = Calibrated(latents, PartsOf(CalibrationLatents), cancellationToken);
        scope.Attach(made.SelectMany(layer => (Tensor[])[layer.Mean, layer.Variance]));
        return made;
    }

    private static int PartsOf(int count) => (count + SampleBatches.Size - 1) / SampleBatches.Size;
}
