using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The exponential moving average (EMA) of a generator's weights and statistics, which removes the oscillations of single steps
/// (Yazıcı et al., 2019: The unusual effectiveness of averaging in GAN training).
/// </summary>
/// <param name="average">The generator that holds the average.</param>
/// <param name="generator">The trained generator, of the same shape.</param>
/// <param name="decay">EMA decay per step.</param>
/// <param name="warmup">Caps the decay at t / (t + warmup) at step t.</param>
internal sealed class GeneratorAverage(Generator average, Generator generator, double decay, double warmup)
{
    /// <summary>Builds the generator that will hold the average: a copy with frozen parameters.</summary>
    internal static Generator CopyOf(Generator generator)
    {
        Generator copy = new(generator.Options);
        try
        {
            using IDisposable noGradients = no_grad();
            copy.to(generator.FirstWeight.dtype).to(generator.FirstWeight.device);
            TensorLists.Copy(State(copy), State(generator));
            foreach (TorchSharp.Modules.Parameter parameter in copy.parameters())
            {
                parameter.requires_grad = false;
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Updates the average after a step.</summary>
    /// <param name="steps">The number of steps in the run, at least 1.</param>
    internal void Update(long steps)
    {
        double kept = Math.Min(decay, steps / (steps + warmup));
        average.DiscardCalibration();
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        TensorLists.Blend(State(average), State(generator), 1 - kept);
    }

    /// <summary>Weights and running statistics, in the order of the network's state_dict.</summary>
    private static Tensor[] State(Generator generator) =>
        [.. generator.state_dict().Where(entry => !CalibrationState.IsKey(entry.Key)).Select(entry => entry.Value)];
}
