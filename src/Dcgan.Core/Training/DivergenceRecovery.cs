using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>What is done about a step that left the finite numbers, as <see cref="DivergencePolicy"/> says.</summary>
/// <param name="options">The policy.</param>
/// <param name="places">Where all of the run lies but its random streams.</param>
/// <param name="logger">Told of each recovery.</param>
internal sealed class DivergenceRecovery(DcganTrainerOptions options, Func<IEnumerable<StoredTensor>> places, ILogger logger) : IDisposable
{
    /// <summary>
    /// Recoveries without a good step between them. Other batches and other latents did not help so often, so the weights are
    /// beyond help, and a host must hear of it.
    /// </summary>
    internal const int MostInARow = 10;

    private StateCopy? lastGood;
    private int stepsSinceCopy;
    private int inARow;
    private bool hasFailed;

    /// <summary>Copies the state now and then. Every state before a step is a good one.</summary>
    internal void BeforeStep()
    {
        if (!hasFailed)
        {
            inARow = 0;
        }

        hasFailed = false;
        if (options.DivergencePolicy != DivergencePolicy.RollBack)
        {
            return;
        }

        if (lastGood is null || stepsSinceCopy >= options.RollBackInterval)
        {
            lastGood?.Dispose();
            lastGood = StateCopy.Of(places);
            stepsSinceCopy = 0;
        }

        stepsSinceCopy++;
    }

    /// <summary>After a step that diverged and was undone.</summary>
    /// <returns>What became of it; null where the host must hear of it.</returns>
    internal StepOutcome? Recover()
    {
        hasFailed = true;
        inARow++;
        if (options.DivergencePolicy == DivergencePolicy.Throw || inARow > MostInARow)
        {
            return null;
        }

        if (options.DivergencePolicy == DivergencePolicy.Skip)
        {
            Log.StepSkipped(logger);
            return StepOutcome.Skipped;
        }

        lastGood!.Restore(places);
        Log.RolledBack(logger, stepsSinceCopy - 1);
        stepsSinceCopy = 0;
        return StepOutcome.RolledBack;
    }

    /// <summary>After the run has become another: what was copied is not of it.</summary>
    internal void Forget()
    {
        lastGood?.Dispose();
        lastGood = null;
        inARow = 0;
    }

    public void Dispose() => lastGood?.Dispose();
}
