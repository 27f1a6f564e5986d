using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Combines what the forward passes of an update change in the networks, over the processes of a run: the running statistics of batch
/// normalization, and the vectors of spectral normalization.
/// </summary>
/// <remarks>
/// Running statistics are linear: a batch turns r into (1 - m) r + m s, with its statistics s. Each process starts from 0, which
/// leaves its own term c. The k batches of each of N processes, one process after the other, then give (1 - m)^kN r + Σ (1 - m)^k(N-1-p)
/// c_p, exactly as N micro-batches in one process would. The vectors of spectral normalization do not depend on images; those of rank 0
/// are used.
/// </remarks>
internal sealed class SharedStatistics : IDisposable
{
    private readonly Ranks ranks;
    private readonly BatchNormalization[] norms;
    private readonly bool[] areOfGenerator;
    private readonly SpectralNormalization[] spectral;

    /// <summary>The running statistics before the passes: a mean and a variance for each layer.</summary>
    private readonly Tensor?[] before;

    private bool keepsGenerator;
    private bool repeatsGenerator;

    internal SharedStatistics(Ranks ranks, Generator generator, Discriminator discriminator)
    {
        this.ranks = ranks;
        BatchNormalization[] ofGenerator = [.. generator.modules().OfType<BatchNormalization>()];
        norms = [.. ofGenerator, .. discriminator.modules().OfType<BatchNormalization>()];
        areOfGenerator = [.. norms.Select(ofGenerator.Contains)];
        spectral = [.. ((Module[])[generator, discriminator]).SelectMany(network => network.modules()).OfType<SpectralNormalization>()];
        before = new Tensor?[2 * norms.Length];
    }

    /// <summary>Number of values.</summary>
    internal long Length => Values().Sum(values => values.numel());

    /// <summary>Starts an update: the passes that follow begin with running statistics of 0.</summary>
    /// <param name="keeps">
    /// Whether the next update uses the graph of this update's generator pass. The generator's statistics, which the graph has, then must
    /// not change before.
    /// </param>
    /// <param name="repeats">
    /// Whether this update uses the graph of the last update. One process with micro-batches would run the pass again, with the same effect
    /// on the running statistics.
    /// </param>
    internal void Begin(bool keeps, bool repeats)
    {
        (keepsGenerator, repeatsGenerator) = (keeps, repeats);
        using IDisposable noGradients = no_grad();
        for (int index = 0; index < before.Length; index++)
        {
            BatchNormalization norm = norms[index / 2];
            if (!repeats || !areOfGenerator[index / 2])
            {
                norm.Updates = 0;
                Keep(index, norm.PassState[index % 2]);
                _ = norm.PassState[index % 2].zero_();
            }
        }
    }

    /// <summary>Writes this process's terms, whose sum over the processes <see cref="Read"/> takes.</summary>
    /// <param name="target">Zeros, of <see cref="Length"/>.</param>
    internal void Write(Tensor target)
    {
        foreach ((int index, Tensor part) in Parts(target).Index().Where(entry => !IsKept(entry.Index)))
        {
            if (index < before.Length)
            {
                BatchNormalization norm = norms[index / 2];
                double share = Left(norm.Updates * (ranks.Size - 1 - ranks.Rank)) * (IsRepeated(index) ? 1 + Left(norm.Updates * ranks.Size) : 1);
                _ = part.copy_(norm.PassState[index % 2]).Mul_(share);
            }
            else if (ranks.Rank == 0)
            {
                _ = part.copy_(spectral[index - before.Length].PassState[0]);
            }
        }
    }

    /// <summary>Sets the networks' values after all passes of all processes.</summary>
    internal void Read(Tensor sum)
    {
        foreach ((int index, Tensor part) in Parts(sum).Index().Where(entry => !IsKept(entry.Index)))
        {
            if (index < before.Length)
            {
                BatchNormalization norm = norms[index / 2];
                double share = Left(norm.Updates * ranks.Size * (IsRepeated(index) ? 2 : 1));
                _ = norm.PassState[index % 2].copy_(before[index]!).Mul_(share).Add_(part);
            }
            else
            {
                _ = spectral[index - before.Length].PassState[0].copy_(part);
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor? kept in before)
        {
            kept?.Dispose();
        }
    }

    /// <summary>The share of running statistics that is left after a number of passes.</summary>
    private static double Left(int updates) => Math.Pow(1 - BatchNormalization.Momentum, updates);

    private bool IsKept(int index) => keepsGenerator && index < before.Length && areOfGenerator[index / 2];

    private bool IsRepeated(int index) => repeatsGenerator && areOfGenerator[index / 2];

    private void Keep(int index, Tensor value)
    {
        if (before[index] is not Tensor buffer || buffer.dtype != value.dtype || buffer.device_type != value.device_type
            || buffer.device_index != value.device_index)
        {
            before[index]?.Dispose();
            before[index] = empty_like(value).DetachFromDisposeScope();
        }

        _ = before[index]!.copy_(value);
    }

    private IEnumerable<Tensor> Values() => norms.SelectMany(norm => norm.PassState).Concat(spectral.SelectMany(layer => layer.PassState));

    private IEnumerable<Tensor> Parts(Tensor all)
    {
        long first = 0;
        foreach (long length in Values().Select(values => values.numel()).ToArray())
        {
            yield return all.narrow(0, first, length);
            first += length;
        }
    }
}
