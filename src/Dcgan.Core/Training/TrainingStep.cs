using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// One step, whatever its schedule. What fails before the last update leaves weights, statistics and moments as they were.
/// </summary>
internal sealed class TrainingStep(IUpdate update, PassState passState, ILogger logger)
{
    /// <summary>Checked images and latents to the updates of one step.</summary>
    /// <param name="batch">What it learns from.</param>
    /// <param name="number">The step's, from 1.</param>
    /// <param name="started">The timestamp that its duration counts from.</param>
    /// <returns>The step, and the mean sign of the real images' scores.</returns>
    internal (DcganStep Step, double RealSign) Apply(StepImages batch, long number, long started)
    {
        // Whatever the host has switched off on this thread, an update needs its graph.
        using IDisposable tracked = inference_mode(false);
        using IDisposable gradientsOn = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        using var transaction = new StepTransaction(passState);
        var numbers = new StepNumbers();
        try
        {
            update.Apply(batch, number, numbers, transaction);
        }
        catch (NotFiniteNumberException)
        {
            transaction.Restore();
            throw Diverged(numbers.ToStep(number, Stopwatch.GetElapsedTime(started)) with { Outcome = StepOutcome.Skipped });
        }
        catch
        {
            transaction.Restore();
            throw;
        }

        return (numbers.ToStep(number, Stopwatch.GetElapsedTime(started)), numbers.RealSign);
    }

    private DcganDivergedException Diverged(DcganStep step)
    {
        string numbers = FormattableString.Invariant(
            $"Generator loss {step.GeneratorLoss}, discriminator loss {step.DiscriminatorLoss}, gradient norms {step.GeneratorGradientNorm} and {step.DiscriminatorGradientNorm}.");
        Log.Diverged(logger, step.Number, numbers);
        return new DcganDivergedException($"Training diverged at step {step.Number}: {numbers} No weight has changed.", step);
    }
}
