using System.ComponentModel;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Inverts generators: finds the latents whose images are closest to given images.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the types that they extend.
public static class LatentInversion
{
    /// <summary>Default number of gradient steps from each start.</summary>
    private const int DefaultSteps = 300;

    /// <summary>
    /// Finds the latents whose images are closest to given images, by gradient descent through a frozen copy of the generator.
    /// The generator does not change. The copy is made as by <c>Generator.Freeze</c>, but always computes in float32 (float64 for
    /// a float64 network), regardless of <see cref="GeneratorOptions.Precision"/>.
    /// </summary>
    /// <param name="generator">A generator without classes.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1], of the network's element type and on its device; N at least 1.</param>
    /// <param name="steps">Number of gradient steps from each start. At least 1. Default 300.</param>
    /// <param name="options">Options of the search; null for the defaults.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each step and during a calibration.</param>
    /// <returns>The latents, errors and reconstructions; the caller disposes them.</returns>
    /// <inheritdoc cref="Invert(FrozenGenerator, Tensor, int, InversionOptions?, IProgress{double}?, CancellationToken)" path="/remarks"/>
    /// <exception cref="ArgumentException">The images do not match the network, or a number is out of range.</exception>
    /// <exception cref="NotSupportedException">The generator has classes.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The search was canceled.</exception>
    public static Inversion Invert(
        this Generator generator,
        Tensor images,
        int steps = DefaultSteps,
        InversionOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Expect.NotDisposed(generator.FirstWeight, generator);
        InvertibleImages.Check(images, generator.Options, generator.FirstWeight);
        using FrozenGenerator frozen = generator.Freeze(ComputePrecision.Float32, cancellationToken: cancellationToken);
        return frozen.Invert(images, steps, options, progress, cancellationToken);
    }

    /// <summary>
    /// Finds the latents whose images are closest to given images, by gradient descent through a frozen generator. Computes in
    /// the precision of the frozen generator;
    /// <see cref="Invert(Generator, Tensor, int, InversionOptions?, IProgress{double}?, CancellationToken)"/> always computes in
    /// float32 (float64 for a float64 network).
    /// </summary>
    /// <param name="generator">A generator without classes.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1], of the network's element type and on its device; N at least 1.</param>
    /// <param name="steps">Number of gradient steps from each start. At least 1. Default 300.</param>
    /// <param name="options">Options of the search; null for the defaults.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>The latents, errors and reconstructions; the caller disposes them.</returns>
    /// <remarks>
    /// <para>
    /// From each start, Adam minimizes the mean squared error of the image values. The search returns the best latent of all
    /// steps, so more steps at the same learning rates never increase the error. The searches (images times starts) run in
    /// batches of 64 but are independent: except for rounding, the result for an image does not depend on the other images. Equal
    /// images, options and seeds give bit-identical results on the same device with the same number of threads.
    /// </para>
    /// <para>
    /// After each step the latents are projected to the range of drawn latents: uniform latents to [-1, 1], normal latents to
    /// norms within 2 of the square root of Z, which 199 of 200 draws satisfy. Without the projection, images that the generator
    /// cannot produce lead to latents far outside that range, and the error is hardly smaller.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The images do not match the network, or a number is out of range.</exception>
    /// <exception cref="NotSupportedException">The generator has classes.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The search was canceled.</exception>
    public static Inversion Invert(
        this FrozenGenerator generator,
        Tensor images,
        int steps = DefaultSteps,
        InversionOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        using AccessLock.Scope access = generator.Access.Read();
        Expect.NotDisposed(generator.Like, generator);
        InvertibleImages.Check(images, generator.Options, generator.Like);
        Expect.AtLeast(1, steps, nameof(steps));
        InversionOptions checkedOptions = (options ?? new()).Checked();

        using Tensor starts = LatentDraws.Draw(
            generator.Options, checkedOptions.Restarts, checkedOptions.Seed, generator.Like, SeedStream.Inversion);
        using LatentSearch search = new(generator.Images, generator.Options.LatentDistribution, images, starts);
        search.Run(steps, checkedOptions.LearningRate, progress, cancellationToken);
        return search.Result();
    }
}
