using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Images to find latents for, before anything native sees them.</summary>
internal static class InvertibleImages
{
    /// <summary>How far outside of [-1, 1] a value may lie: what rounding and resampling do.</summary>
    private const double RangeTolerance = 0.01;

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="options">The generator's.</param>
    /// <param name="like">Of its element type and on its device.</param>
    internal static void Check([NotNull] Tensor? images, GeneratorOptions options, Tensor like)
    {
        if (options.Classes > 0)
        {
            throw new NotSupportedException(
                $"Invert: this generator has {options.Classes} classes, and latents are found only for a generator without classes.");
        }

        Expect.Shape(images, nameof(images), -1, options.ImageChannels, options.ImageSize, options.ImageSize);
        Expect.Batch(images, nameof(images), training: false);
        Expect.Alike(images, nameof(images), like);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double farthest = images.detach().abs().max().to(float64).item<double>();
        if (!(farthest <= 1 + RangeTolerance))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"images: expected values in [-1, 1] but found one of magnitude {farthest}."),
                nameof(images));
        }
    }
}
