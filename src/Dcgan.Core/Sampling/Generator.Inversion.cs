using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>From images back to latents.</content>
public sealed partial class Generator
{
    /// <summary>Steps of a search where the caller names none.</summary>
    internal const int InversionSteps = 300;

    /// <summary>
    /// Finds latents whose images come nearest to given ones, by gradient descent on the latents alone through a frozen copy of
    /// the network, as <see cref="Freeze(SamplingStatistics, IProgress{double}?, CancellationToken)"/> makes it, but in float32
    /// whatever <see cref="GeneratorOptions.Precision"/> (float64 where the network is). Nothing about the network changes.
    /// </summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], of the network's element type and on its device; N at least 1.</param>
    /// <param name="steps">Of the descent from each start, at least 1. Default 300.</param>
    /// <param name="options">How it searches.</param>
    /// <param name="cancellationToken">Looked at before each step, and while statistics are made.</param>
    /// <returns>Latents, errors and reconstructions, which the caller disposes.</returns>
    /// <inheritdoc cref="FrozenGenerator.Invert" path="/remarks"/>
    /// <exception cref="ArgumentException">The images do not fit, or a number is out of its range.</exception>
    /// <exception cref="NotSupportedException">The generator has classes.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Inversion Invert(
        Tensor images, int steps = InversionSteps, InversionOptions? options = null, CancellationToken cancellationToken = default)
    {
        Expect.NotDisposed(FirstWeight, this);
        InvertibleImages.Check(images, Options, FirstWeight);
        using FrozenGenerator frozen = Freeze(ComputePrecision.Float32, cancellationToken: cancellationToken);
        return frozen.Invert(images, steps, options, cancellationToken);
    }
}
