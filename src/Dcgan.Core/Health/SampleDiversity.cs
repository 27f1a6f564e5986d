using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Measures the diversity of a generator's images from fixed latents. A collapsed generator generates the same image from all
/// latents.
/// </summary>
internal sealed class SampleDiversity : IDisposable
{
    /// <summary>The number of samples: one grid of 8 x 8 images.</summary>
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
    /// The mean squared distance between two samples, divided by the mean squared distance between two real images: about 1 if
    /// the samples vary as much as the real images, 0 if all samples are the same.
    /// </summary>
    internal double ComparedWith(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = latents.to(generator.FirstWeight.dtype, generator.FirstWeight.device);
        return Spread(generator.SampleInTurn(inputs, SamplingStatistics.Batch)) / Spread(images.to(generator.FirstWeight.device));
    }

    public void Dispose() => latents.Dispose();

    // The mean squared distance between two images is twice the variance, for any number of images.
    private static double Spread(Tensor images) => images.@var(0, unbiased: true).sum().cpu().to(float64).item<double>();
}
