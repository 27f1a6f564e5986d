using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Computes the statistics that one batch of many latents would have, while only a part of them is in memory. It goes layer by
/// layer, because the maps of a layer depend on how those of the layers before it are normalized. The layers do not change.
/// </summary>
/// <param name="layers">The normalized layers, in their order.</param>
/// <param name="inputs">Inputs of the first layer, [N, Z], of the element type that the layers compute in.</param>
/// <param name="batches">Number of parts that the inputs are processed in, 1 to N.</param>
/// <param name="progress">
/// Receives the fraction done, in (0, 1): the caller reports 1. It is called outside of this class's dispose scopes and grad
/// modes, since a host may make tensors in it.
/// </param>
/// <param name="cancellationToken">Checked before each part of each layer.</param>
internal sealed class Calibration(
    IReadOnlyList<INormalizedLayer> layers, Tensor inputs, int batches, IProgress<double>? progress, CancellationToken cancellationToken)
{
    /// <summary>Passes of one part through one layer: layer n needs those of all layers before it, too.</summary>
    private readonly long passes = (long)batches * layers.Count * (layers.Count + 1) / 2;

    private long done;

    /// <summary>Computes the statistics of each layer; they belong to no dispose scope.</summary>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    internal IReadOnlyList<ChannelStatistics> Compute()
    {
        var statistics = new List<ChannelStatistics>(layers.Count);
        try
        {
            while (statistics.Count < layers.Count)
            {
                statistics.Add(NextLayer(statistics));
            }

            return statistics;
        }
        catch
        {
            statistics.ForEach(computed => computed.Dispose());
            throw;
        }
    }

    /// <summary>Merges maps [N, C, H, W] into the moments of their channels, computed in float64.</summary>
    private static void Add(StreamingMoments moments, Tensor maps)
    {
        long count = maps.numel() / maps.shape[1];
        (Tensor variance, Tensor mean) = var_mean(maps.AtLeastFloat32(), [0, 2, 3], unbiased: false);
        moments.Add(count, mean.to(float64), variance.to(float64) * count);
    }

    /// <summary>Computes the statistics of the first layer that has none yet.</summary>
    private ChannelStatistics NextLayer(List<ChannelStatistics> before)
    {
        INormalizedLayer layer = layers[before.Count];
        using var moments = new StreamingMoments();
        for (int part = 0; part < batches; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddPart(moments, part, before);
            done += before.Count + 1;
            if (done < passes)
            {
                progress?.Report((double)done / passes);
            }
        }

        return Total(moments, layer.Norm!.Weight);
    }

    private void AddPart(StreamingMoments moments, int part, List<ChannelStatistics> before)
    {
        // Tensors made in a host's inference mode could not be saved or moved like other buffers.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = Part(part);
        foreach ((INormalizedLayer earlier, ChannelStatistics known) in layers.Zip(before))
        {
            maps = earlier.Norm!.Normalize(earlier.Convolve(maps), known).relu_();
        }

        Add(moments, layers[before.Count].Convolve(maps));
    }

    /// <summary>Rows of one part. Sizes differ by at most 1, and larger parts come first.</summary>
    private Tensor Part(int part)
    {
        (long size, long larger) = Math.DivRem(inputs.shape[0], batches);
        return inputs.narrow(0, (part * size) + Math.Min(part, larger), part < larger ? size + 1 : size);
    }

    /// <param name="moments">Of all parts.</param>
    /// <param name="like">A tensor of the element type and on the device of the result.</param>
    private static ChannelStatistics Total(StreamingMoments moments, Tensor like)
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return new ChannelStatistics(
            moments.Mean!.to(like.dtype, like.device, copy: true).DetachFromDisposeScope(),
            (moments.Deviations! / moments.Count).to(like.dtype, like.device, copy: true).DetachFromDisposeScope());
    }
}
