using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Draws and checks a network's latents [N, <see cref="GeneratorOptions.LatentSize"/>].</summary>
internal static class LatentDraws
{
    /// <summary>Number of values filled at a time: a span holds at most 2 GB, but a tensor may hold more.</summary>
    private const int PartLength = 1 << 20;

    /// <summary>
    /// Draws latents from a random generator on the CPU, so that a stream gives the same values on every machine.
    /// </summary>
    /// <param name="options">Size and distribution of the latents.</param>
    /// <param name="count">Number of latents: at least 1.</param>
    /// <param name="random">Random generator to draw from.</param>
    /// <param name="like">A tensor with the network's element type and device.</param>
    internal static Tensor Draw(GeneratorOptions options, int count, torch.Generator random, Tensor like)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = empty(count, options.LatentSize, float32);
        latents = options.LatentDistribution switch
        {
            LatentDistribution.Normal => latents.normal_(0, 1, random),
            _ => latents.uniform_(-1, 1, random),
        };
        return latents.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the latents of a seed.</summary>
    /// <param name="options">Size and distribution of the latents.</param>
    /// <param name="count">Number of latents: at least 1.</param>
    /// <param name="seed">The same seed gives the same latents.</param>
    /// <param name="like">A tensor with the network's element type and device.</param>
    /// <param name="stream">Purpose of the latents.</param>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    internal static Tensor Draw(
        GeneratorOptions options, int count, long seed, Tensor like, SeedStream stream = SeedStream.NamedLatents)
    {
        Expect.AtLeast(1, count, nameof(count));
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = empty(count, options.LatentSize, float32);
        long first = 0;
        foreach (Tensor part in latents.split(Math.Max(1, PartLength / options.LatentSize)))
        {
            SeededLatents.Fill(
                MemoryMarshal.Cast<byte, float>(part.bytes), options.LatentSize, options.LatentDistribution, seed, first, stream);
            first += part.size(0);
        }

        return latents.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }

    /// <summary>Checks latents before a native call.</summary>
    /// <exception cref="ArgumentException">The shape, element type, device or number of the latents does not fit.</exception>
    internal static void Check([NotNull] Tensor? latents, GeneratorOptions options, Tensor like, bool training)
    {
        Expect.Shape(latents, nameof(latents), -1, options.LatentSize);
        Expect.Batch(latents, nameof(latents), training);
        Expect.Alike(latents, nameof(latents), like);
    }
}
