using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>A loop over steps.</content>
public sealed partial class DcganTrainer
{
    /// <summary>
    /// Ends the epoch: increments <see cref="Epoch"/> and sets <see cref="EpochStep"/> to 0. Changes nothing else.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void NextEpoch()
    {
        using AccessLock.Scope access = Access.Write(nameof(NextEpoch));
        Expect.NotDisposed(generator.FirstWeight, this);
        Epoch++;
        EpochStep = 0;
    }

    /// <inheritdoc cref="Train(IEnumerable{DcganBatch}, IProgress{DcganStep}?, CancellationToken)"/>
    public long Train(
        IEnumerable<Tensor> batches, IProgress<DcganStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Train(batches.Select(images => new DcganBatch(images)), progress, cancellationToken);
    }

    /// <summary>Calls <see cref="Step(DcganBatch)"/> for each batch.</summary>
    /// <param name="batches">
    /// Batches, or the real images of batches. The sequence owns them and may dispose a batch when the next one is requested.
    /// </param>
    /// <param name="progress">
    /// Receives each step, on this thread if it is not a <see cref="Progress{T}"/>. As in a monitor, it may sample and save but not step.
    /// </param>
    /// <param name="cancellationToken">Checked before and after each batch is requested.</param>
    /// <returns>
    /// The number of steps made; less than the number of batches if <see cref="Monitor"/> has stopped the run. 0, with a line in the log,
    /// if there were no batches, for example because <see cref="NextEpoch"/> was not called at the end of the last epoch.
    /// </returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is NaN or infinite, and the policy is to throw.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancellation was requested. All completed steps count, see <see cref="StepCount"/>, and the run can be saved or continued.
    /// </exception>
    /// <exception cref="ProcessGroupException">Another process of the run has failed.</exception>
    /// <remarks>
    /// In a run of several processes, every process makes this call with its own batches. All end after the same step: as soon as one
    /// process has no more batches, is canceled or fails.
    /// </remarks>
    public long Train(
        IEnumerable<DcganBatch> batches, IProgress<DcganStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        long first = StepCount;
        TrainingEnd end;
        Ranks.BeginCall();
        try
        {
            end = TrainTogether(batches, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.TrainingCanceled(Logger, StepCount - first);
            throw;
        }

        switch (end)
        {
            case TrainingEnd.Canceled:
                Log.TrainingCanceled(Logger, StepCount - first);
                throw new OperationCanceledException(cancellationToken);
            case TrainingEnd.Monitor:
                Log.TrainingStopped(Logger, StepCount - first);
                break;
            case TrainingEnd.Batches when StepCount == first:
                Log.NoBatch(Logger);
                break;
            default:
                Log.TrainingEnded(Logger, StepCount - first);
                break;
        }

        return StepCount - first;
    }

    /// <summary>Trains until any process of the run ends.</summary>
    private TrainingEnd TrainTogether(IEnumerable<DcganBatch> batches, IProgress<DcganStep>? progress, CancellationToken cancellationToken)
    {
        if (!Ranks.AreSeveral)
        {
            return TrainAlone(batches, progress, cancellationToken);
        }

        try
        {
            TrainingEnd own = TrainAlone(batches, progress, cancellationToken);
            return StepPlan.End(Ranks, own);
        }
        catch (TrainingEndedException elsewhere)
        {
            return elsewhere.End;
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested && Ranks.MustTell(error))
        {
            return StepPlan.End(Ranks, TrainingEnd.Canceled);
        }
        catch (Exception error) when (Ranks.MustTell(error))
        {
            Ranks.Announce(error);
            throw;
        }
    }

    private TrainingEnd TrainAlone(IEnumerable<DcganBatch> batches, IProgress<DcganStep>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (DcganBatch batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DcganStep step = Step(batch, progress);
            if (step.Verdict.HasFlag(MonitorVerdict.Stop))
            {
                return TrainingEnd.Monitor;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        cancellationToken.ThrowIfCancellationRequested(); // The sequence may have ended because of it.
        return TrainingEnd.Batches;
    }
}
