using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The augmentation probability, adjusted to keep the overfitting signal at its target (Karras et al., 2020, section 3.1): every
/// four batches the probability rises or falls by a fixed amount.
/// </summary>
internal sealed class AdaptiveProbability(AugmentationOptions options)
{
    /// <summary>Number of batches in one window, as in the paper.</summary>
    private const int Window = 4;

    /// <summary>
    /// ADA's r_t, E[sign D(real)] over the last complete window. Near 0 if the discriminator cannot recognize real images. 1 if
    /// it recognizes all of them, which on a small data set means that it has memorized them. 0 before the first window is
    /// complete.
    /// </summary>
    private double signal;

    private double sum;
    private double seen;
    private double observations;

    internal double Probability { get; private set; } = options.AdaptiveTarget is null ? options.Probability : 0;

    internal void Observe(double meanSign, long images)
    {
        sum += meanSign * images;
        seen += images;
        if (++observations < Window)
        {
            return;
        }

        signal = Math.Clamp(sum / seen, -1, 1);
        if (options.AdaptiveTarget is double target)
        {
            double moved = Probability + (Math.Sign(signal - target) * seen / options.AdaptiveImages);
            Probability = Math.Clamp(moved, 0, options.Probability);
        }

        (sum, seen, observations) = (0, 0, 0);
    }

    /// <summary>The complete state: probability, signal, and the current window's sum, images and observations.</summary>
    internal StateEntry Entry(string name) =>
        new(name, tensor([Probability, signal, sum, seen, observations], float64), Restore) { Fault = FaultOf };

    private string? FaultOf(Tensor state)
    {
        double[] values = state.data<double>().ToArray();
        bool isValid = Array.TrueForAll(values, double.IsFinite)
            && values[0] >= 0 && values[0] <= options.Probability
            && Math.Abs(values[1]) <= 1
            && values[3] >= 0
            && values[4] is 0 or 1 or 2 or 3;
        return isValid ? null : "this is not the state of an adaptive probability.";
    }

    private void Restore(Tensor state)
    {
        double[] values = state.data<double>().ToArray();
        (Probability, signal, sum, seen, observations) = (values[0], values[1], values[2], values[3], values[4]);
    }
}
