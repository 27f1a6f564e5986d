using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The diversity of a generator's images from fixed latents. A collapsed generator generates the same image from all of them.
/// </summary>
internal sealed class SampleDiversity : IDisposable
{
    /// <summary>One grid of 8 by 8 images.</summary>
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
    /// The mean squared distance between two samples divided by that between two of the real images: about 1 if they vary as
    /// much as the data, 0 if all samples are the same.
    /// </summary>
    internal double ComparedWith(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = latents.to(generator.FirstWeight.dtype, generator.FirstWeight.device);
        return Spread(generator.SampleInTurn(inputs, SamplingStatistics.Batch)) / Spread(images.to(generator.FirstWeight.device));
    }

    public void Dispose() => latents.Dispose();

    // The mean squared distance between two images is twice the variance, whatever the number of images.
    private static double Spread(Tensor images) => images.@var(0, unbiased: true).sum().ToDouble();
}
