using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A network's latents [N, <see cref="GeneratorOptions.LatentSize"/>].</summary>
internal static class LatentDraws
{
    /// <summary>Numbers that are filled at a time: a span ends at 2 GB, and a tensor does not.</summary>
    private const int PartLength = 1 << 20;

    /// <summary>Draws them on the CPU, so that a stream gives the same on every machine.</summary>
    /// <param name="options">Their size and distribution.</param>
    /// <param name="count">How many: at least 1.</param>
    /// <param name="random">Drawn from.</param>
    /// <param name="like">Of the network's element type and on its device.</param>
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

    /// <summary>Those that a seed names.</summary>
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
            first += part.shape[0];
        }

        return latents.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }

    /// <summary>Before anything native sees them.</summary>
    internal static void Check([NotNull] Tensor? latents, GeneratorOptions options, Tensor like, bool training)
    {
        Expect.Shape(latents, nameof(latents), -1, options.LatentSize);
        Expect.Batch(latents, nameof(latents), training);
        Expect.Alike(latents, nameof(latents), like);
    }
}
