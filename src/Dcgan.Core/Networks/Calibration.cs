using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Computes the batch statistics of many latents with only a part of the latents in memory. Works layer by layer, because the
/// maps of a layer depend on the normalization of the layers before it. The layers do not change.
/// </summary>
/// <param name="layers">The normalized layers, in network order.</param>
/// <param name="inputs">Inputs of the network, latents and vectors of classes, in the element type that the layers compute in.</param>
/// <param name="options">The options of the network.</param>
/// <param name="batches">Number of parts in which the inputs are processed, 1 to N.</param>
/// <param name="progress">
/// Receives the fraction done, in (0, 1); the caller reports 1. It is called outside this class's dispose scopes and grad modes,
/// because the host may create tensors in the callback.
/// </param>
/// <param name="cancellationToken">Checked before each part of each layer.</param>
internal sealed class Calibration(
    IReadOnlyList<INormalizedLayer> layers,
    Tensor inputs,
    GeneratorOptions options,
    int batches,
    IProgress<double>? progress,
    CancellationToken cancellationToken)
{
    /// <summary>
    /// Number of passes of one part through one layer: layer n also needs the passes through all layers before it.
    /// </summary>
    private readonly long passes = (long)batches * layers.Count * (layers.Count + 1) / 2;

    private long done;

    /// <summary>Computes the statistics of each layer. They belong to no dispose scope.</summary>
    /// <exception cref="OperationCanceledException">The calibration was canceled.</exception>
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

    /// <summary>Merges maps [N, C, H, W] into the channel moments, computed in float64.</summary>
    private static void Add(StreamingMoments moments, Tensor maps)
    {
        long count = maps.numel() / maps.size(1);
        (Tensor variance, Tensor mean) = var_mean(maps.AtLeastFloat32(), [0, 2, 3], unbiased: false);
        moments.Add(count, mean.to(float64), variance.to(float64).Mul(count));
    }

    /// <summary>Computes the statistics of the first layer that does not have statistics yet.</summary>
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
        // Tensors created in a host's inference mode could not be saved or moved like other buffers.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor maps, IReadOnlyList<ClassModulation> modulations) = ClassModulation.Split(Part(part), options);
        foreach ((int index, ChannelStatistics known) in before.Index())
        {
            BatchNormalization norm = layers[index].Norm!;
            maps = norm.Normalize(layers[index].Convolve(maps), known);
            maps = norm.Activate(ClassModulation.Apply(modulations.ElementAtOrDefault(index), maps));
        }

        Add(moments, layers[before.Count].Convolve(maps));
    }

    /// <summary>Input rows of one part. The sizes of the parts differ by at most 1; larger parts come first.</summary>
    private Tensor Part(int part)
    {
        (long size, long larger) = Math.DivRem(inputs.size(0), batches);
        return inputs.narrow(0, (part * size) + Math.Min(part, larger), part < larger ? size + 1 : size);
    }

    /// <param name="moments">Moments of all parts.</param>
    /// <param name="like">A tensor with the element type and device of the result.</param>
    private static ChannelStatistics Total(StreamingMoments moments, Tensor like)
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return new ChannelStatistics(
            moments.Mean!.to(like.dtype, like.device, copy: true).DetachFromDisposeScope(),
            moments.Deviations!.Div(moments.Count).to(like.dtype, like.device, copy: true).DetachFromDisposeScope());
    }
}
