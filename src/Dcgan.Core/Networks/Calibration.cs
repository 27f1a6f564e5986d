using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Sets the statistics of a generator's normalisations to what one batch of many latents would have, without ever holding more
/// than a part of them: layer by layer, since a layer's maps depend on how those before it are normalised.
/// </summary>
/// <param name="latents">[N, Z].</param>
/// <param name="batches">Parts that they go through in.</param>
/// <param name="cancellationToken">Looked at before each part.</param>
internal sealed class Calibration(Tensor latents, int batches, CancellationToken cancellationToken)
{
    /// <summary>Calibrates a generator's layers, all or none.</summary>
    /// <param name="layers">In their order; those that are normalised come first.</param>
    internal void Run(IReadOnlyList<INormalizedLayer> layers)
    {
        INormalizedLayer[] normalized = [.. layers.TakeWhile(layer => layer.Norm is not null)];
        ChannelStatistics?[] former = [.. normalized.Select(layer => layer.Norm!.Calibrated)];
        int set = 0;
        try
        {
            for (; set < normalized.Length; set++)
            {
                normalized[set].Norm!.Calibrated = Of(normalized[set], normalized.AsSpan(0, set));
            }
        }
        catch
        {
            for (int layer = 0; layer < set; layer++)
            {
                Replace(normalized[layer].Norm!, former[layer]);
            }

            throw;
        }

        foreach (ChannelStatistics? statistics in former)
        {
            statistics?.Dispose();
        }
    }

    /// <summary>Leaves a layer without calibrated statistics, or with others.</summary>
    internal static void Replace(BatchNormalization norm, ChannelStatistics? statistics)
    {
        ChannelStatistics? former = norm.Calibrated;
        norm.Calibrated = statistics;
        former?.Dispose();
    }

    /// <summary>The statistics of a layer's maps, those before it being calibrated already.</summary>
    private ChannelStatistics Of(INormalizedLayer layer, ReadOnlySpan<INormalizedLayer> before)
    {
        // What is made while a host's thread infers could not be saved or moved like other buffers.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using var mode = new SamplingMode(SamplingStatistics.Calibrated);
        using var sum = new ChannelStatisticsSum();
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor part in latents.tensor_split(batches))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope ofPart = NewDisposeScope();
            Tensor maps = part;
            foreach (INormalizedLayer earlier in before)
            {
                maps = earlier.call(maps);
            }

            sum.Add(layer.Convolve(maps));
        }

        return sum.Total(layer.Norm!.Weight);
    }
}
