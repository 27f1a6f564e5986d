using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Keeps a generator's weights averaged over the steps of a run, exponentially: one that forgets the swings of single steps
/// (Yazıcı et al.: The unusual effectiveness of averaging in GAN training, 2019).
/// </summary>
/// <param name="average">Takes the average, and is of the same shape.</param>
/// <param name="generator">Is trained.</param>
/// <param name="decay">What the average keeps of itself at a step, in the end.</param>
/// <param name="warmup">After t steps it keeps at most t / (t + this).</param>
internal sealed class GeneratorAverage(Generator average, Generator generator, double decay, double warmup)
{
    /// <summary>Makes a generator that is to take the average of another: a copy of it, which nothing trains.</summary>
    internal static Generator CopyOf(Generator generator)
    {
        Generator copy = new(generator.Options);
        using IDisposable noGradients = no_grad();
        copy.to(generator.FirstWeight.dtype).to(generator.FirstWeight.device);
        foreach ((Tensor kept, Tensor value) in State(copy).Zip(State(generator)))
        {
            _ = kept.copy_(value);
        }

        foreach (TorchSharp.Modules.Parameter parameter in copy.parameters())
        {
            parameter.requires_grad = false;
        }

        return copy;
    }

    /// <summary>After a step of the run.</summary>
    /// <param name="steps">How many the run has had.</param>
    internal void Update(long steps)
    {
        double kept = Math.Min(decay, steps / (steps + warmup));
        average.DiscardCalibration();
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        FusedOperations.Blend(State(average), State(generator), 1 - kept);
    }

    /// <summary>Weights and running statistics, in the network's order.</summary>
    private static Tensor[] State(Generator generator) =>
        [.. generator.state_dict().Where(entry => !StoredCalibration.Holds(entry.Key)).Select(entry => entry.Value)];
}
