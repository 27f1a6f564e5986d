using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// A generator for use only, and the fastest way to images: a copy of a <see cref="Generator"/>'s weights as they were when it
/// was frozen, with batch normalisation by fixed statistics folded into them, laid out once for the processor. An
/// image depends on its own latent and on nothing else. Several threads may use one.
/// </summary>
/// <remarks>
/// It stands by itself: the generator may go on training, move or be disposed. It stays on the device where the generator
/// was. At the reference's depths it holds 1.8 times as many numbers as the generator, in the precision that it computes in.
/// </remarks>
public sealed partial class FrozenGenerator : IDisposable
{
    private readonly IFrozenLayer[] layers;
    private readonly Tensor like;
    private readonly Tensor? labelVectors;

    /// <param name="options">The generator's.</param>
    /// <param name="layers">All but tanh. It owns them.</param>
    /// <param name="like">Of the generator's element type and on its device.</param>
    /// <param name="labelVectors">[classes, LabelSize], to be copied; null where there are no classes.</param>
    internal FrozenGenerator(GeneratorOptions options, IFrozenLayer[] layers, Tensor like, Tensor? labelVectors)
    {
        this.labelVectors = labelVectors?.Fixed(ComputePrecision.Float32);
        Options = options;
        this.layers = layers;
        this.like = empty(0, like.dtype, like.device).DetachFromDisposeScope();
    }

    /// <summary>An empty tensor of the network's element type, on its device.</summary>
    internal Tensor Like => like;

    /// <summary>The shape of the generator that was frozen.</summary>
    public GeneratorOptions Options { get; }

    /// <summary>Draws latents as the network was trained on: the same as <see cref="Generator.DrawLatents(int, long)"/>.</summary>
    /// <param name="count">How many: at least 1.</param>
    /// <param name="seed">Names them.</param>
    /// <returns>Latents [count, LatentSize], of the network's element type and on its device.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public Tensor DrawLatents(int count, long seed)
    {
        Expect.NotDisposed(like, this);
        return LatentDraws.Draw(Options, count, seed, like);
    }

    /// <summary>Makes images.</summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 1.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public Tensor Sample(Tensor latents)
    {
        Expect.NotDisposed(like, this);
        LatentDraws.Check(latents, Options, like, training: false);
        ClassLabels.Check(null, latents.shape[0], Options.Classes);
        return SampleBatches.Make(latents, Images);
    }

    /// <summary>Makes images of given classes.</summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 1.</param>
    /// <param name="labels">[N], int64, 0 to <see cref="GeneratorOptions.Classes"/> - 1; on any device.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit, or the network has no classes.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public Tensor Sample(Tensor latents, Tensor labels)
    {
        Expect.NotDisposed(like, this);
        LatentDraws.Check(latents, Options, like, training: false);
        Expect.Alive(labels, nameof(labels));
        ClassLabels.Check(labels, latents.shape[0], Options.Classes);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = cat([latents, LabelEmbedding.Of(labelVectors!, labels)], 1);
        return SampleBatches.Make(inputs, Images).MoveToOuterDisposeScope();
    }

    /// <summary>Gives its weights back.</summary>
    public void Dispose()
    {
        like.Dispose();
        labelVectors?.Dispose();
        foreach (IFrozenLayer layer in layers)
        {
            layer.Dispose();
        }
    }

    /// <summary>Images of a batch in the current dispose scope, with a graph where gradients are enabled.</summary>
    /// <param name="inputs">Latents, with the vectors of their labels beside them where there are classes.</param>
    internal Tensor Images(Tensor inputs)
    {
        Tensor maps = layers.Aggregate(inputs.For(Options.Precision), (maps, layer) => layer.Of(maps));
        return maps.LikeParameters(like).tanh_();
    }
}
