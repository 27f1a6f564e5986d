using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Draws the initial parameters of a network, always in float32 on the CPU, so that one seed gives the same network on every
/// device and in every precision.
/// </summary>
/// <param name="initialization">Distribution of the weights.</param>
/// <param name="random">Random generator to draw from.</param>
internal sealed class WeightInitializer(Initialization initialization, torch.Generator random)
{
    /// <summary>Standard deviation of <see cref="Initialization.Normal"/> (Radford et al., 2016, section 4).</summary>
    internal const double StandardDeviation = 0.02;

    /// <summary>Creates a bias [size], or any other parameter, of zeros.</summary>
    internal static Parameter Zeros(params long[] shape) => Owned(zeros(shape, float32));

    /// <summary>Draws the weight of a linear layer or of a convolution.</summary>
    /// <param name="shape">
    /// Output and input channels in either order, then the kernel's height and width for a convolution.
    /// </param>
    internal Parameter Weight(params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = empty(shape, float32);
        return Owned(initialization switch
        {
            Initialization.Normal => weight.normal_(0, StandardDeviation, random),
            _ => weight.uniform_(-GlorotLimit(shape), GlorotLimit(shape), random),
        });
    }

    /// <summary>
    /// Draws the class embeddings that are concatenated to latents, normal for every <see cref="Initialization"/>. On average, their length
    /// is 1, that of a one-hot code, so that a label begins as a small part of the input: docs/recipes.md has the measurements.
    /// </summary>
    /// <param name="shape">[classes, size].</param>
    internal Parameter ClassEmbeddings(params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        return Owned(empty(shape, float32).normal_(0, 1 / Math.Sqrt(shape[1]), random));
    }

    /// <summary>Draws the scales [channels] of batch normalization.</summary>
    internal Parameter Scale(long channels)
    {
        using DisposeScope scope = NewDisposeScope();
        return Owned(initialization switch
        {
            Initialization.Normal => empty(channels, float32).normal_(1, StandardDeviation, random),
            _ => ones(channels, float32),
        });
    }

    /// <summary>
    /// Computes the Glorot limit, sqrt(6 / (fan in + fan out)). Only the sum of the fans counts, so input and output channels may
    /// come in either order.
    /// </summary>
    private static double GlorotLimit(ReadOnlySpan<long> shape)
    {
        long places = 1;
        foreach (long size in shape[2..])
        {
            places *= size;
        }

        return Math.Sqrt(6.0 / ((shape[0] + shape[1]) * places));
    }

    private static Parameter Owned(Tensor value) => new(value.DetachFromDisposeScope());
}
