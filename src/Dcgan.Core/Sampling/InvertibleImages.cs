using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Checks the images of an inversion before any native call.</summary>
internal static class InvertibleImages
{
    /// <summary>Tolerance around [-1, 1], for rounding and resampling.</summary>
    private const double RangeTolerance = 0.01;

    /// <summary>Requires a generator without classes and images that match it.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1].</param>
    /// <param name="options">The generator's options.</param>
    /// <param name="like">A tensor of the generator's element type, on its device.</param>
    /// <exception cref="ArgumentException">The images do not match the generator.</exception>
    /// <exception cref="NotSupportedException">The generator has classes.</exception>
    internal static void Check([NotNull] Tensor? images, GeneratorOptions options, Tensor like)
    {
        if (options.Classes > 0)
        {
            throw new NotSupportedException(
                $"Invert: the generator must have no classes but has {options.Classes}.");
        }

        Expect.Shape(images, nameof(images), -1, options.ImageChannels, options.ImageSize.Height, options.ImageSize.Width);
        Expect.Batch(images, nameof(images), training: false);
        Expect.Alike(images, nameof(images), like);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double farthest = images.detach().abs().max().cpu().to(float64).item<double>();
        if (!(farthest <= 1 + RangeTolerance))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"images: expected values in [-1, 1] but found a value of magnitude {farthest}."),
                nameof(images));
        }
    }
}
