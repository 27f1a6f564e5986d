using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// An inference-only copy of a <see cref="Generator"/>, and the fastest way to sample. It holds the weights that the generator
/// had when it was frozen, with batch normalization folded in, in the memory layout that the processor computes with. Each image
/// depends only on its latent. Thread-safe.
/// </summary>
/// <remarks>
/// The copy is independent of the generator, which may be trained, moved or disposed. The copy stays on the device that the
/// generator was on. At the reference's depths, its weights have 1.8 times as many elements as the generator's parameters. They
/// are stored in the precision that the copy computes in.
/// </remarks>
public sealed class FrozenGenerator : IDisposable
{
    private readonly IFrozenLayer[] layers;
    private readonly Tensor like;
    private readonly Tensor? labelVectors;

    /// <param name="options">Options of the generator.</param>
    /// <param name="layers">
    /// All layers, without the final tanh. This object takes ownership of their tensors and detaches them from their dispose
    /// scope.
    /// </param>
    /// <param name="like">A tensor with the generator's element type and device.</param>
    /// <param name="labelVectors">Vectors of the classes, which are copied; null if there are no classes.</param>
    internal FrozenGenerator(GeneratorOptions options, IFrozenLayer[] layers, Tensor like, Tensor? labelVectors)
    {
        using DisposeScope scope = NewDisposeScope();
        this.labelVectors = labelVectors?.Fixed(ComputePrecision.Float32);
        this.like = empty(0, like.dtype, like.device);
        Options = options;
        this.layers = layers;

        // Detached last: if an earlier line fails, all tensors stay in their dispose scopes.
        foreach (Tensor tensor in Tensors())
        {
            tensor.DetachFromDisposeScope();
        }
    }

    /// <summary>The options of the generator that was frozen.</summary>
    public GeneratorOptions Options { get; }

    /// <summary>The lock that keeps the weights until no thread uses them.</summary>
    internal AccessLock Access { get; } = new();

    /// <summary>
    /// Draws latents from the distribution that the network was trained with: the same latents as from
    /// <see cref="Generator.DrawLatents(int, long)"/>.
    /// </summary>
    /// <param name="count">Number of latents: at least 1.</param>
    /// <param name="seed">The same seed gives the same latents.</param>
    /// <returns>Latents [count, LatentSize], with the network's element type and device.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    public Tensor DrawLatents(int count, long seed)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.NotDisposed(like, this);
        return LatentDraws.Draw(Options, count, seed, like);
    }

    /// <summary>
    /// Samples images from the latents of a seed. If the network has classes, the labels cycle through them
    /// (0, 1, ..., 0, 1, ...).
    /// </summary>
    /// <param name="count">Number of images: at least 1.</param>
    /// <param name="seed">Seed of the latents: the same seed gives the same images. Default 0.</param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    [OverloadResolutionPriority(1)] // TorchSharp converts numbers to tensors, so the latents' overload would fit too.
    public Tensor Sample(int count, long seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.Read();
        using Tensor latents = DrawLatents(count, seed);
        using Tensor? labels = ClassLabels.InTurn(count, Options.Classes, latents.device);
        return Sample(latents, labels, progress, cancellationToken);
    }

    /// <summary>Samples images from latents.</summary>
    /// <param name="latents">[N, LatentSize], with the network's element type and device. N is at least 1.</param>
    /// <param name="labels">
    /// [N], int64, in [0, <see cref="GeneratorOptions.Classes"/> - 1], on any device; null for a network without classes.
    /// </param>
    /// <param name="progress">
    /// Receives the fraction done, in (0, 1]; the last value is 1. It is called on the calling thread, which must not wait there for
    /// another thread that trains, changes or disposes the network: the call holds its lock.
    /// </param>
    /// <param name="cancellationToken">Checked before each batch of 64 images.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], contiguous, without gradients.</returns>
    /// <exception cref="ArgumentException">
    /// The latents or the labels do not fit, a latent is NaN or infinite, labels are missing for a network with classes, or labels are given for a network
    /// without classes.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The generator has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public Tensor Sample(
        Tensor latents, Tensor? labels = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.NotDisposed(like, this);
        LatentDraws.Check(latents, Options, like, training: false);
        Expect.AllFinite(latents, nameof(latents));
        ClassLabels.Check(labels, latents.size(0), Options.Classes);
        return SampleBatches.Make(latents, labels, (part, classes) => Images(Inputs(part, classes)), progress, cancellationToken);
    }

    /// <summary>Disposes the weights, after the calls of other threads have ended.</summary>
    /// <exception cref="InvalidOperationException">A call on this thread is still using the weights.</exception>
    public void Dispose()
    {
        using AccessLock.Scope access = Access.Write(nameof(Dispose));
        foreach (Tensor tensor in Tensors())
        {
            tensor.Dispose();
        }
    }

    /// <summary>A tensor with the network's element type and device; disposed with the network.</summary>
    internal Tensor Like => like;

    /// <summary>Computes images in the current dispose scope, with a graph if gradients are enabled.</summary>
    /// <param name="inputs">Latents, concatenated with the vectors of their classes if the network has classes.</param>
    internal Tensor Images(Tensor inputs)
    {
        (Tensor maps, IReadOnlyList<ClassModulation> modulations) = ClassModulation.Split(inputs.For(Options.Precision), Options);
        foreach ((int index, IFrozenLayer layer) in layers.Index())
        {
            maps = layer.Apply(maps, modulations.ElementAtOrDefault(index));
        }

        return maps.Like(like).tanh_();
    }

    private Tensor Inputs(Tensor latents, Tensor? labels) =>
        labels is null || labelVectors is null ? latents : cat([latents, LabelEmbedding.Of(labelVectors, labels)], 1);

    /// <summary>All tensors that this object owns.</summary>
    private IEnumerable<Tensor> Tensors() => layers.SelectMany(layer => layer.Tensors).Concat(labelVectors is null ? [like] : [like, labelVectors]);
}
