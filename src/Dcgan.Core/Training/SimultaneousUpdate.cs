using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The reference's update: one pass of both networks, both gradients of that pass, and then one optimiser's step on each. Whatever fails
/// before the update leaves weights, statistics and moments as they were.
/// </summary>
internal sealed class SimultaneousUpdate
{
    private readonly Generator generator;
    private readonly Discriminator discriminator;
    private readonly DcganLoss loss;
    private readonly ILogger logger;
    private readonly RunningStatistics statistics;
    private readonly NetworkOptimizer generatorOptimizer;
    private readonly NetworkOptimizer discriminatorOptimizer;

    internal SimultaneousUpdate(
        Generator generator,
        Discriminator discriminator,
        DcganLoss loss,
        NetworkOptimizer generatorOptimizer,
        NetworkOptimizer discriminatorOptimizer,
        ILogger logger)
    {
        this.generator = generator;
        this.discriminator = discriminator;
        this.loss = loss;
        this.logger = logger;
        statistics = new RunningStatistics(generator, discriminator);
        this.generatorOptimizer = generatorOptimizer;
        this.discriminatorOptimizer = discriminatorOptimizer;
    }

    /// <summary>The generator runs once and the discriminator on each batch apart, so that each has its own statistics.</summary>
    internal DcganPass Pass(Tensor images, Tensor latents)
    {
        Tensor generated = generator.call(latents);
        Tensor realLogits = discriminator.call(images.to(generated.device));
        Tensor generatedLogits = discriminator.call(generated);
        (Tensor generatorLoss, Tensor discriminatorLoss) = loss.call(realLogits, generatedLogits);
        return new DcganPass(realLogits, generatedLogits, generatorLoss, discriminatorLoss);
    }

    /// <summary>Checked images and latents to one update.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="latents">[M, LatentSize].</param>
    /// <param name="number">The step's, from 1.</param>
    /// <param name="started">The timestamp that its duration counts from.</param>
    internal DcganStep Apply(Tensor images, Tensor latents, long number, long started)
    {
        // Whatever the host has switched off on this thread, an update needs its graph.
        using IDisposable tracked = inference_mode(false);
        using IDisposable gradientsOn = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] before = statistics.Copy();
        Parameter[] ofGenerator = generatorOptimizer.Parameters();
        Parameter[] ofDiscriminator = discriminatorOptimizer.Parameters();
        DcganGradients gradients;
        DcganStep step;
        try
        {
            gradients = DcganGradients.Of(Pass(images, latents), ofGenerator, ofDiscriminator);
            step = gradients.Read(number, () => Stopwatch.GetElapsedTime(started));
            ThrowIfDiverged(step);
        }
        catch
        {
            statistics.Restore(before);
            throw;
        }

        generator.DiscardCalibration(); // First: an optimiser that fails half-way has changed weights too.
        generatorOptimizer.Update(ofGenerator, gradients.OfGenerator);
        discriminatorOptimizer.Update(ofDiscriminator, gradients.OfDiscriminator);
        return step with { Duration = Stopwatch.GetElapsedTime(started) };
    }

    private void ThrowIfDiverged(DcganStep step)
    {
        double sum = step.GeneratorLoss + step.DiscriminatorLoss + step.GeneratorGradientNorm + step.DiscriminatorGradientNorm;
        if (double.IsFinite(sum))
        {
            return;
        }

        string numbers = FormattableString.Invariant(
            $"Generator loss {step.GeneratorLoss}, discriminator loss {step.DiscriminatorLoss}, gradient norms {step.GeneratorGradientNorm} and {step.DiscriminatorGradientNorm}.");
        Log.Diverged(logger, step.Number, numbers);
        throw new DcganDivergedException($"Training diverged at step {step.Number}: {numbers} No weight has changed.", step);
    }
}
