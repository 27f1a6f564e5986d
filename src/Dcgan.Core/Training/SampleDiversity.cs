using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// How varied a generator's images are, of latents that stay the same: a generator that collapses makes the same image of
/// all of them.
/// </summary>
internal sealed class SampleDiversity : IDisposable
{
    /// <summary>A grid of 8 by 8, as people look at them.</summary>
    private const int Count = 64;

    private readonly Generator generator;
    private readonly Tensor latents;

    internal SampleDiversity(Generator generator, long seed)
    {
        this.generator = generator;
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Diversity);
        latents = generator.DrawLatents(Count, random).DetachFromDisposeScope();
    }

    /// <summary>
    /// The mean squared distance between two of the samples, divided by that between two of these real images: about 1 where
    /// they are as varied as the data, 0 where all are the same.
    /// </summary>
    internal double ComparedWith(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor own = latents.to(generator.FirstWeight.dtype, generator.FirstWeight.device);
        return Spread(generator.SampleInTurn(own, SamplingStatistics.Batch)) / Spread(images);
    }

    public void Dispose() => latents.Dispose();

    // The mean squared distance of two is twice the variance of one, whatever the number of images.
    private static double Spread(Tensor images) => images.@var(0, unbiased: true).sum().ToDouble();
}
