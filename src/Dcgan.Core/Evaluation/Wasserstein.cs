using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The Wasserstein-1 distance of samples on lines: the area between their quantile functions, exactly, also where the samples are
/// not as many.
/// </summary>
internal sealed class Wasserstein
{
    private readonly Tensor? firstPlaces;
    private readonly Tensor? secondPlaces;
    private readonly Tensor? widths;

    /// <param name="first">Values on each line of the one sample.</param>
    /// <param name="second">Of the other.</param>
    /// <param name="device">Theirs.</param>
    internal Wasserstein(long first, long second, Device device)
    {
        if (first == second)
        {
            return;
        }

        // In units of 1 / (first · second) both functions' steps lie at whole numbers.
        Tensor ends = cat([arange(1, first + 1, 1, int64, device) * second, arange(1, second, 1, int64, device) * first]);
        (Tensor steps, _) = ends.sort();
        Tensor starts = cat([zeros([1], int64, device), steps[..^1]]);

        // Where both step together a start is the end, and its width 0; at the very end it would be one place too far.
        firstPlaces = starts.floor_divide(second).clamp_max_(first - 1);
        secondPlaces = starts.floor_divide(first).clamp_max_(second - 1);
        widths = (steps - starts).to(float64) / ((double)first * second);
    }

    /// <summary>Distances on each line.</summary>
    /// <param name="first">[lines, first].</param>
    /// <param name="second">[lines, second].</param>
    /// <returns>[lines], float64.</returns>
    internal Tensor Between(Tensor first, Tensor second)
    {
        (Tensor one, _) = first.sort(-1);
        (Tensor other, _) = second.sort(-1);
        return widths is null || firstPlaces is null || secondPlaces is null
            ? (one - other).abs_().to(float64).mean([1])
            : (one.index_select(1, firstPlaces) - other.index_select(1, secondPlaces)).abs_().to(float64).mv(widths);
    }
}
