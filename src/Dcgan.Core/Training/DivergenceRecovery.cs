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

    /// <summary>Of before the step under way, or a later one: good as soon as a step from it has succeeded.</summary>
    private StateCopy? candidate;

    private int stepsSinceCopy;
    private int inARow;

    /// <summary>Copies the state now and then.</summary>
    internal void BeforeStep()
    {
        if (options.DivergencePolicy != DivergencePolicy.RollBack)
        {
            return;
        }

        if ((lastGood is null && candidate is null) || stepsSinceCopy >= options.RollBackInterval)
        {
            candidate?.Dispose();
            candidate = null;
            candidate = StateCopy.Of(places);
            stepsSinceCopy = 0;
        }

        stepsSinceCopy++;
    }

    /// <summary>After a step that was made: what was copied before it was finite through and through.</summary>
    internal void AfterStep()
    {
        inARow = 0;
        if (candidate is not null)
        {
            lastGood?.Dispose();
            (lastGood, candidate) = (candidate, null);
        }
    }

    /// <summary>After a step that diverged and was undone.</summary>
    /// <returns>What became of it; null where the host must hear of it.</returns>
    internal StepOutcome? Recover()
    {
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

        // Without a good one there is only that of the run's beginning.
        (lastGood ?? candidate!).Restore(places);
        if (lastGood is not null)
        {
            candidate?.Dispose();
            candidate = null;
        }

        stepsSinceCopy = 0;
        Log.RolledBack(logger);
        return StepOutcome.RolledBack;
    }

    /// <summary>After the run has become another: what was copied is not of it.</summary>
    internal void Forget()
    {
        Dispose();
        (lastGood, candidate) = (null, null);
        (stepsSinceCopy, inARow) = (0, 0);
    }

    public void Dispose()
    {
        lastGood?.Dispose();
        candidate?.Dispose();
    }
}
