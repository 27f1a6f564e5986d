using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The statistics that one batch of many latents would have, without ever holding more than a part of them: layer by layer,
/// since a layer's maps depend on how those before it are normalised. It changes nothing about the layers.
/// </summary>
/// <param name="latents">[N, Z], of the type that the layers compute in.</param>
/// <param name="batches">Parts that they go through in.</param>
/// <param name="cancellationToken">Looked at before each part.</param>
internal sealed class Calibration(Tensor latents, int batches, CancellationToken cancellationToken)
{
    /// <summary>Statistics for each layer, which outlive any scope.</summary>
    /// <param name="layers">The normalised ones, in their order.</param>
    internal IReadOnlyList<ChannelStatistics> Of(IReadOnlyList<INormalizedLayer> layers)
    {
        // What is made while a host's thread infers could not be saved or moved like other buffers.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        var statistics = new List<ChannelStatistics>(layers.Count);
        try
        {
            while (statistics.Count < layers.Count)
            {
                statistics.Add(OfNext(layers, statistics));
            }

            return statistics;
        }
        catch
        {
            statistics.ForEach(done => done.Dispose());
            throw;
        }
    }

    /// <summary>The statistics of a layer's maps, those of the layers before it being known.</summary>
    private ChannelStatistics OfNext(IReadOnlyList<INormalizedLayer> layers, List<ChannelStatistics> before)
    {
        using DisposeScope scope = NewDisposeScope();
        using var sum = new ChannelStatisticsSum();
        INormalizedLayer layer = layers[before.Count];
        foreach (Tensor part in latents.tensor_split(batches))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope ofPart = NewDisposeScope();
            Tensor maps = part;
            foreach ((INormalizedLayer earlier, ChannelStatistics known) in layers.Zip(before))
            {
                maps = earlier.Norm!.Normalize(earlier.Convolve(maps), known).relu_();
            }

            sum.Add(layer.Convolve(maps));
        }

        return sum.Total(layer.Norm!.Weight);
    }
}
