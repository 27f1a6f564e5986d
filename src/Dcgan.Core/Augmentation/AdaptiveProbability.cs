using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The probability that an image is augmented, held where the overfitting signal is on its target (Karras et al., 2020,
/// section 3.1): every four batches it moves by a fixed amount towards more or less, so slowly that no step notices.
/// </summary>
internal sealed class AdaptiveProbability(AugmentationOptions options)
{
    /// <summary>Observations that make one signal: the paper's four batches.</summary>
    private const int Window = 4;

    private double sum;
    private double seen;
    private double observations;

    internal double Probability { get; private set; } = options.AdaptiveTarget is null ? options.Probability : 0;

    /// <summary>The mean sign of the real images' scores over the last whole window; 0 before there was one.</summary>
    internal double Signal { get; private set; }

    internal void Observe(double meanSign, long images)
    {
        sum += meanSign * images;
        seen += images;
        if (++observations < Window)
        {
            return;
        }

        Signal = Math.Clamp(sum / seen, -1, 1);
        if (options.AdaptiveTarget is double target)
        {
            double moved = Probability + (Math.Sign(Signal - target) * seen / options.AdaptiveImages);
            Probability = Math.Clamp(moved, 0, options.Probability);
        }

        (sum, seen, observations) = (0, 0, 0);
    }

    /// <summary>All of its state: probability, signal, and what the window has so far, as sum, images and observations.</summary>
    internal StoredTensor Stored(string name) =>
        StoredTensor.Of(name, tensor([Probability, Signal, sum, seen, observations], float64), Restore);

    /// <summary>That a state is one that could have come about.</summary>
    /// <exception cref="CheckpointException">It could not.</exception>
    internal void Check(Tensor state, string path, string name)
    {
        double[] values = state.data<double>().ToArray();
        bool isSound = Array.TrueForAll(values, double.IsFinite)
            && values[0] >= 0 && values[0] <= options.Probability
            && Math.Abs(values[1]) <= 1
            && values[3] >= 0
            && values[4] is 0 or 1 or 2 or 3;
        if (!isSound)
        {
            throw new CheckpointException(path, name, "this is not the state of an adaptive probability.");
        }
    }

    private void Restore(Tensor state)
    {
        double[] values = state.data<double>().ToArray();
        (Probability, Signal, sum, seen, observations) = (values[0], values[1], values[2], values[3], values[4]);
    }
}
