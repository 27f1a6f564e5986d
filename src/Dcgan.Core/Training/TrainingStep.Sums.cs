using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Sums over the processes of the run, and where the others wait for this one.</content>
internal sealed partial class TrainingStep
{
    /// <summary>The phase whose sum the other processes wait for next; null if they do not wait for a sum.</summary>
    private Phase? awaited;

    /// <summary>
    /// Whether the discriminator's gradient is summed while the generator's is computed. A penalty would be added to it in that time,
    /// and the generator's loss of the alternating schedule needs the updated discriminator.
    /// </summary>
    private bool overlaps;

    /// <summary>Whether the other processes make the last update without waiting for this one.</summary>
    private bool isLate;

    /// <summary>
    /// Prepares a step in which the other processes of the run will wait for this one. From here on, report every failure with
    /// <see cref="Fail"/>.
    /// </summary>
    /// <param name="number">The number of the step, from 1.</param>
    /// <returns>A digest of what must be equal on all processes; 0 for one process.</returns>
    internal int Reserve(long number)
    {
        int layout = ranks.AreSeveral ? StepPlan.Digest([generator.Reserve(), discriminator.Reserve()]) : 0;
        (awaited, isLate) = (discriminator, false);
        overlaps = !schedule.Alternates && !losses.HasPenalty(number);
        return layout;
    }

    /// <summary>Tells the other processes that this one has failed in the step, where they wait for it. Then every process throws.</summary>
    /// <param name="error">An exception that they do not know of.</param>
    internal void Fail(Exception error)
    {
        using DisposeScope scope = NewDisposeScope();

        // If it has started in the background: the others are in this sum or past it, and a group makes one call after the other.
        discriminator.FinishSum(error);
        if (awaited is not null)
        {
            awaited.Fail(error, IsInBackground(awaited));
        }
        else if (isLate)
        {
            ranks.AnnounceApart(error);
        }
        else
        {
            ranks.Announce(error);
        }
    }

    /// <param name="phases">The phases of the update.</param>
    /// <param name="next">The phase whose sum the other processes wait for after these; null if they do not wait for a sum.</param>
    /// <param name="isLate">Whether they then make the last update without waiting for this process.</param>
    private void Share(Phase[] phases, Phase? next, bool isLate)
    {
        discriminator.FinishSum();
        for (int index = Array.IndexOf(phases, awaited); index < phases.Length; index++)
        {
            bool isLast = index == phases.Length - 1;
            StartSum(phases[index], isLast, isLast ? next : phases[index + 1], isLast && isLate);
            phases[index].FinishSum();
        }
    }

    private void StartSum(Phase phase, bool withStatistics, Phase? next, bool isLate)
    {
        phase.StartSum(withStatistics, IsInBackground(phase), () => (awaited, this.isLate) = (next, isLate));
    }

    private bool IsInBackground(Phase phase) => overlaps && phase == discriminator;
}
