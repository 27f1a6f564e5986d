using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Copies for inference.</content>
public sealed partial class Generator
{
    /// <summary>
    /// Copies the network for inference, with fixed batch-normalization statistics folded into the weights. The copy is the
    /// fastest way to sample, and each image depends only on its latent.
    /// </summary>
    /// <param name="statistics">
    /// <see cref="SamplingStatistics.Calibrated"/>, the default, or <see cref="SamplingStatistics.Running"/>. If the network is
    /// not calibrated, the statistics of 1,024 latents are computed for this copy only, which takes several seconds at the
    /// reference's depths. Before you make several copies, call
    /// <see cref="Calibrate(int, long, IProgress{double}?, CancellationToken)"/> once.
    /// </param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">
    /// Checked at the start, and before each batch of each layer while statistics are computed.
    /// </param>
    /// <returns>The copy, which the caller disposes. This network does not change.</returns>
    /// <exception cref="ArgumentException">
    /// The statistics are <see cref="SamplingStatistics.Batch"/>, which are not fixed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public FrozenGenerator Freeze(
        SamplingStatistics statistics = SamplingStatistics.Calibrated,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default) =>
        Freeze(Options.Precision, statistics, progress, cancellationToken);

    /// <summary>Copies the network for inference, in a given precision.</summary>
    internal FrozenGenerator Freeze(
        ComputePrecision precision,
        SamplingStatistics statistics = SamplingStatistics.Calibrated,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.NotDisposed(FirstWeight, this);
        using FixedStatistics fixedStatistics = StatisticsForFolding(statistics, progress, cancellationToken);
        FrozenGenerator frozen = Freeze(precision, fixedStatistics.Layers);
        try
        {
            progress?.Report(1);
            return frozen;
        }
        catch
        {
            frozen.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gets the statistics to fold into the weights of a copy or of an exported model. If the network is not calibrated, this
    /// method computes calibrated statistics. Running statistics can give unusable images during training, so they are used only
    /// on request.
    /// </summary>
    /// <param name="statistics">Running or Calibrated.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1), if statistics are computed.</param>
    /// <param name="cancellationToken">
    /// Checked at the start, and before each batch of each layer while statistics are computed.
    /// </param>
    /// <exception cref="ArgumentException">The statistics are <see cref="SamplingStatistics.Batch"/>.</exception>
    internal FixedStatistics StatisticsForFolding(
        SamplingStatistics statistics, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Expect.Defined(statistics, nameof(statistics));
        if (statistics == SamplingStatistics.Batch)
        {
            throw new ArgumentException("statistics: must be Running or Calibrated, which are fixed, but was Batch.", nameof(statistics));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (statistics == SamplingStatistics.Running || IsCalibrated)
        {
            return new FixedStatistics([.. NormalizedLayers().Select(layer => layer.Norm!.Fixed(statistics))], isOwner: false);
        }

        using Tensor latents = DrawLatents(CalibrationLatents, seed: 0);
        return new FixedStatistics(Calibrated(latents, BatchesOf(CalibrationLatents), progress, cancellationToken), isOwner: true);
    }

    private FrozenGenerator Freeze(ComputePrecision precision, IReadOnlyList<ChannelStatistics> statistics)
    {
        // Tensors created in a host's inference mode cannot take part in differentiation.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        IFrozenLayer[] layers =
        [
            project.Freeze(precision, statistics[0]),
            .. stages.Select((stage, index) =>
                stage.Freeze(Options.BaseSize.Doubled(index), precision, statistics.ElementAtOrDefault(index + 1))),
        ];
        return new FrozenGenerator(Options with { Precision = precision }, layers, FirstWeight, labels?.EffectiveWeight);
    }
}
