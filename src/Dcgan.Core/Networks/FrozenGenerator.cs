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

    /// <param name="options">The generator's.</param>
    /// <param name="layers">All but tanh. It owns them.</param>
    /// <param name="like">Of the generator's element type and on its device.</param>
    internal FrozenGenerator(GeneratorOptions options, IFrozenLayer[] layers, Tensor like)
    {
        Options = options;
        this.layers = layers;
        this.like = empty(0, like.dtype, like.device).DetachFromDisposeScope();
    }

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
        return SampleBatches.Make(latents, Images);
    }

    /// <summary>Gives its weights back.</summary>
    public void Dispose()
    {
        like.Dispose();
        foreach (IFrozenLayer layer in layers)
        {
            layer.Dispose();
        }
    }

    /// <summary>Images of a batch in the current dispose scope, with a graph where gradients are enabled.</summary>
    internal Tensor Images(Tensor latents)
    {
        Tensor maps = layers.Aggregate(latents.For(Options.Precision), (maps, layer) => layer.Of(maps));
        return maps.LikeParameters(like).tanh_();
    }
}
