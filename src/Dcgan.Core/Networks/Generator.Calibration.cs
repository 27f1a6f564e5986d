using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Calibrated statistics: computed once from many latents.</content>
public sealed partial class Generator
{
    /// <summary>
    /// Default number of latents of a calibration. With real faces and the reference's depths, images differ on average by 0.3 of
    /// 256 levels from the images of a calibration with 4,096 latents. With 64 latents, they differ by 3.4.
    /// </summary>
    internal const int CalibrationLatents = 1024;

    /// <summary>Whether the network has calibrated statistics for its current weights.</summary>
    public bool IsCalibrated
    {
        get
        {
            using AccessLock.Scope access = Access.Read();
            return project.Norm.Calibrated is not null;
        }
    }

    /// <summary>
    /// Computes the exact batch-normalization statistics of all layers from the latents of a seed, 64 at a time.
    /// <see cref="Sample(Tensor, Tensor?, SamplingStatistics?, IProgress{double}?, CancellationToken)"/> then uses them.
    /// </summary>
    /// <param name="count">Number of latents: at least 2. Default 1024.</param>
    /// <param name="seed">Seed of the latents, as for <see cref="DrawLatents(int, long)"/>. Default 0.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1, just before the statistics are set.</param>
    /// <param name="cancellationToken">Checked before each batch of each layer.</param>
    /// <inheritdoc cref="Calibrate(Tensor, int, IProgress{double}?, CancellationToken)" path="/remarks"/>
    /// <exception cref="ArgumentException">
    /// <paramref name="count"/> is below 2, or the statistics are not finite. Nothing has changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The calibration was canceled. Nothing has changed.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp converts numbers to tensors, so the latents' overload would fit too.
    public void Calibrate(
        int count = CalibrationLatents, long seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Expect.AtLeast(2, count, nameof(count));
        using AccessLock.Scope access = Access.ReadThenWrite(nameof(Calibrate));
        using Tensor latents = DrawLatents(count, seed);
        SetCalibration(latents, BatchesOf(count), progress, cancellationToken);
    }

    /// <summary>
    /// Computes the exact batch-normalization statistics of all layers from given latents: the means and the biased variances of
    /// one batch of all these latents. <see cref="Sample(Tensor, Tensor?, SamplingStatistics?, IProgress{double}?, CancellationToken)"/> then uses them.
    /// </summary>
    /// <param name="latents">
    /// [N, LatentSize], with the network's element type and device. N is at least 2; use several hundred or more.
    /// </param>
    /// <param name="batches">
    /// Number of parts in which the latents are processed, 1 to N. More parts need less memory; the statistics are the same
    /// except for rounding.
    /// </param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1, just before the statistics are set.</param>
    /// <param name="cancellationToken">Checked before each batch of each layer.</param>
    /// <remarks>
    /// <para>
    /// The statistics are kept until the next calibration or until a trainer changes the weights. They are saved with the
    /// weights. If your code changes the weights, calibrate again afterward. Nothing else in the network changes: neither the
    /// running statistics nor the training behavior. In a network with classes, the labels of the latents cycle through the
    /// classes.
    /// </para>
    /// <para>
    /// Evaluation mode still uses the running statistics, as in PyTorch. <c>Freeze</c>, <c>Invert</c> and <c>ExportOnnx</c>
    /// compute the statistics themselves if the network is not calibrated. Other threads may sample during a calibration. A
    /// step of a trainer waits for the calibration, and what other threads call after that waits for the step.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The latents do not fit, <paramref name="batches"/> is out of range, or the statistics are not finite. Nothing has changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The calibration was canceled. Nothing has changed.</exception>
    public void Calibrate(
        Tensor latents, int batches, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.ReadThenWrite(nameof(Calibrate));
        CheckLatents(latents, training: true);
        Expect.AtLeast(1, batches, nameof(batches));
        Expect.AtMost(latents.size(0), batches, nameof(batches));
        SetCalibration(latents, batches, progress, cancellationToken);
    }

    /// <summary>Discards the calibrated statistics after a change of the weights, because they no longer match.</summary>
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

    private static int BatchesOf(int count) => (count + SampleBatches.Size - 1) / SampleBatches.Size;

    private INormalizedLayer[] NormalizedLayers() => [project, .. stages.Where(stage => stage.Norm is not null)];

    private void SetCalibration(Tensor latents, int batches, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChannelStatistics> statistics = Calibrated(latents, batches, progress, cancellationToken);
        try
        {
            if (!AreFinite(statistics))
            {
                throw new ArgumentException("latents: their statistics are not finite, because a latent or a weight is not finite.", nameof(latents));
            }

            // Reported before the change, so that nothing has changed if the host's callback throws.
            progress?.Report(1);
        }
        catch
        {
            foreach (ChannelStatistics layer in statistics)
            {
                layer.Dispose();
            }

            throw;
        }

        using AccessLock.Scope access = Access.Write(nameof(Calibrate));
        foreach ((INormalizedLayer layer, ChannelStatistics calibrated) in NormalizedLayers().Zip(statistics))
        {
            layer.Norm!.Calibrated = calibrated;
        }
    }

    private static bool AreFinite(IReadOnlyList<ChannelStatistics> statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        return statistics.All(layer => layer.Mean.sum().Add(layer.Variance.sum()).isfinite().item<bool>());
    }

    /// <summary>Computes the statistics of the normalized layers. The caller disposes them.</summary>
    private IReadOnlyList<ChannelStatistics> Calibrated(
        Tensor latents, int batches, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using Tensor inputs = CalibrationInputs(latents);
        return new Calibration(NormalizedLayers(), inputs, Options, batches, progress, cancellationToken).Compute();
    }

    private Tensor CalibrationInputs(Tensor latents)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return InputsInTurn(latents.detach()).For(Options.Precision).MoveToOuterDisposeScope();
    }
}
