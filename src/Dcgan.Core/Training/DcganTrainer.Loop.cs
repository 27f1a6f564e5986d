using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Steps in a row.</content>
public sealed partial class DcganTrainer
{
    /// <summary>Tells the trainer that an epoch is over; only <see cref="Epoch"/> and <see cref="EpochStep"/> change.</summary>
    public void NextEpoch()
    {
        Epoch++;
        EpochStep = 0;
    }

    /// <summary>A loop over <see cref="Step(Tensor)"/>, and nothing more.</summary>
    /// <param name="batches">Batches of real images. The sequence owns them: it may dispose one when the next is asked for.</param>
    /// <param name="progress">Told of each step, on whatever thread it chooses.</param>
    /// <param name="cancellationToken">Ends the loop after the step that is under way. Being cancelled is no error.</param>
    /// <returns>How many steps were made. Fewer than there are batches where <see cref="Monitor"/> or the token ended it.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
#pragma warning disable RS0027 // The overload of whole batches takes the same and more of it; there is no third kind to come.
    public long Train(
        IEnumerable<Tensor> batches, IProgress<DcganStep>? progress = null, CancellationToken cancellationToken = default)
#pragma warning restore RS0027
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Train(batches.Select(images => new DcganBatch(images)), progress, cancellationToken);
    }

    /// <summary>A loop over <see cref="Step(DcganBatch)"/>, and nothing more.</summary>
    /// <param name="batches">The batches. The sequence owns them: it may dispose one when the next is asked for.</param>
    /// <param name="progress">Told of each step, on whatever thread it chooses; may be null.</param>
    /// <param name="cancellationToken">Ends the loop after the step that is under way. Being cancelled is no error.</param>
    /// <returns>How many steps were made. Fewer than there are batches where <see cref="Monitor"/> or the token ended it.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
    public long Train(IEnumerable<DcganBatch> batches, IProgress<DcganStep>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        long first = StepCount;
        bool cancelled = cancellationToken.IsCancellationRequested;
        bool stopped = false;
        if (!cancelled)
        {
            foreach (DcganBatch batch in batches)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    cancelled = true;
                    break;
                }

                DcganStep step = Step(batch);
                progress?.Report(step);
                if (step.Verdict.HasFlag(MonitorVerdict.Stop))
                {
                    stopped = true;
                    break;
                }
            }
        }

        long steps = StepCount - first;
        LogEnd(steps, cancelled, stopped);
        return steps;
    }

    /// <summary>The same without being told of steps and without an end before the batches'.</summary>
    /// <param name="batches">The batches.</param>
    /// <returns>How many steps were made.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
    public long Train(IEnumerable<DcganBatch> batches) => Train(batches, progress: null, CancellationToken.None);

    private void LogEnd(long steps, bool cancelled, bool stopped)
    {
        if (cancelled)
        {
            Log.TrainingCancelled(logger, steps);
        }
        else if (stopped)
        {
            Log.TrainingStopped(logger, steps);
        }
        else
        {
            Log.TrainingEnded(logger, steps);
        }
    }
}
