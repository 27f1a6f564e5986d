using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The exponential moving average (EMA) of a generator's weights and statistics, which removes the oscillations of single steps
/// (Yazıcı et al., 2019: The unusual effectiveness of averaging in GAN training).
/// </summary>
/// <param name="average">The generator that holds the average.</param>
/// <param name="generator">The trained generator, of the same shape.</param>
/// <param name="options">How fast the average forgets.</param>
internal sealed class GeneratorAverage(Generator average, Generator generator, DcganTrainerOptions options)
{
    /// <summary>The largest half-life as a share of the images of the run: ema_rampup of StyleGAN2 with ADA.</summary>
    private const double LargestShare = 0.05;

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
    /// <param name="images">The number of real images in the step.</param>
    /// <param name="imagesSeen">The number of real images in the run, with those of the step.</param>
    internal void Update(long steps, long images, long imagesSeen)
    {
        double kept = options.EmaHalfLife > 0
            ? Math.Pow(0.5, images / Math.Min(options.EmaHalfLife, LargestShare * imagesSeen))
            : Math.Min(options.EmaDecay, steps / (steps + options.EmaWarmup));
        average.DiscardCalibration();
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        TensorLists.Blend(State(average), State(generator), 1 - kept);
    }

    /// <summary>Weights and running statistics, in the order of the network's state_dict.</summary>
    private static Tensor[] State(Generator generator) =>
        [.. generator.state_dict().Where(entry => !CalibrationState.IsKey(entry.Key)).Select(entry => entry.Value)];
}
