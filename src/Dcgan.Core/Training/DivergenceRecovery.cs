using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>Decides what happens after a step with NaN or infinite numbers, as <see cref="DivergencePolicy"/> says.</summary>
/// <param name="options">The policy.</param>
/// <param name="entries">The state of the run except the random streams.</param>
/// <param name="logger">Receives a warning for each recovery.</param>
internal sealed class DivergenceRecovery(DcganTrainerOptions options, Func<IEnumerable<StateEntry>> entries, ILogger logger) : IDisposable
{
    /// <summary>
    /// Number of consecutive recoveries before the host is told. If that many new batches and latents did not help, the weights
    /// are at fault.
    /// </summary>
    internal const int MostInARow = 10;

    private StateCopy? lastGood;

    /// <summary>
    /// A copy of the state before the current or an earlier step. It is good as soon as a step from it has succeeded.
    /// </summary>
    private StateCopy? candidate;

    private int stepsSinceCopy;
    private int inARow;
    private int batchesInARow;

    /// <summary>
    /// Copies the state at the beginning and then every <see cref="DcganTrainerOptions.RollBackInterval"/> steps.
    /// </summary>
    internal void BeforeStep()
    {
        if (options.DivergencePolicy != DivergencePolicy.RollBack)
        {
            return;
        }

        if ((lastGood is null && candidate is null) || stepsSinceCopy >= options.RollBackInterval)
        {
            candidate?.Dispose();
            candidate = null; // If the copy fails, there is no candidate.
            candidate = StateCopy.Of(entries);
            stepsSinceCopy = 0;
        }

        stepsSinceCopy++;
    }

    /// <summary>
    /// The outcome of a step that was not made because a number is not finite; null if the host must be told. If the data are at
    /// fault, the state is good, so the step is skipped and nothing is restored.
    /// </summary>
    internal StepOutcome? NextOutcome(bool isDataAtFault) =>
        options.DivergencePolicy == DivergencePolicy.Throw || (isDataAtFault ? batchesInARow : inARow) >= MostInARow ? null
        : options.DivergencePolicy == DivergencePolicy.Skip || isDataAtFault ? StepOutcome.Skipped
        : StepOutcome.RolledBack;

    /// <summary>Keeps the candidate after a good step; restores the last good state if the step is to be rolled back.</summary>
    internal void AfterStep(StepOutcome outcome, bool isDataAtFault)
    {
        if (outcome == StepOutcome.Updated)
        {
            (inARow, batchesInARow) = (0, 0);
            if (candidate is not null)
            {
                lastGood?.Dispose();
                (lastGood, candidate) = (candidate, null);
            }

            return;
        }

        // Faulty data say nothing about the weights.
        (inARow, batchesInARow) = isDataAtFault ? (inARow, batchesInARow + 1) : (inARow + 1, 0);
        if (outcome == StepOutcome.Skipped)
        {
            Log.StepSkipped(logger);
            return;
        }

        // Without a good copy, only the copy from the beginning of the run is left.
        (lastGood ?? candidate!).Restore();
        if (lastGood is not null)
        {
            candidate?.Dispose();
            candidate = null;
        }

        stepsSinceCopy = 0;
        Log.RolledBack(logger);
    }

    /// <summary>Discards all copies, because another run has been loaded.</summary>
    internal void Forget()
    {
        Dispose();
        (lastGood, candidate) = (null, null);
        (stepsSinceCopy, inARow, batchesInARow) = (0, 0, 0);
    }

    public void Dispose()
    {
        lastGood?.Dispose();
        candidate?.Dispose();
    }
}
