using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Draws a network's first weights from a generator of its own. Always in float32 on the CPU, so that one seed gives the
/// same network on every device and in every precision.
/// </summary>
internal sealed class WeightInitializer(Initialization initialization, torch.Generator random)
{
    /// <summary>Standard deviation of <see cref="Initialization.Normal"/> (Radford et al., 2016, section 4).</summary>
    internal const double StandardDeviation = 0.02;

    internal static Parameter Zeros(long size) => Owned(zeros(size, float32));

    internal Parameter Linear(long inFeatures, long outFeatures) =>
        Weight(inFeatures, outFeatures, outFeatures, inFeatures);

    internal Parameter Convolution(long inChannels, long outChannels, long kernel) =>
        Weight(inChannels * kernel * kernel, outChannels * kernel * kernel, outChannels, inChannels, kernel, kernel);

    internal Parameter TransposedConvolution(long inChannels, long outChannels, long kernel) =>
        Weight(inChannels * kernel * kernel, outChannels * kernel * kernel, inChannels, outChannels, kernel, kernel);

    /// <summary>Vectors [classes, size] beside latents, and so as large as these: standard normal however weights are drawn.</summary>
    internal Parameter LabelVectors(long classes, long size)
    {
        using DisposeScope scope = NewDisposeScope();
        return Owned(empty(classes, size, float32).normal_(0, 1, random));
    }

    /// <summary>Batch normalisation's scales.</summary>
    internal Parameter Scale(long channels)
    {
        using DisposeScope scope = NewDisposeScope();
        return Owned(initialization switch
        {
            Initialization.Normal => empty(channels, float32).normal_(1, StandardDeviation, random),
            _ => ones(channels, float32),
        });
    }

    private static Parameter Owned(Tensor value) => new(value.DetachFromDisposeScope());

    private Parameter Weight(long fanIn, long fanOut, params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        double limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        Tensor weight = empty(shape, float32);
        return Owned(initialization switch
        {
            Initialization.Normal => weight.normal_(0, StandardDeviation, random),
            _ => weight.uniform_(-limit, limit, random),
        });
    }
}
