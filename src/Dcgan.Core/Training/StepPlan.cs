namespace Dcgan.Core;

/// <summary>What the processes of a run tell each other before a step.</summary>
/// <param name="Images">Number of real images of the process, at least 2.</param>
/// <param name="Layout">A digest of the networks' types, sizes and frozen parameters.</param>
/// <param name="HasLatents">Whether the host passes the latents.</param>
/// <param name="HasMonitor">Whether the process has a monitor.</param>
internal readonly record struct StepPlan(long Images, int Layout, bool HasLatents, bool HasMonitor)
{
    /// <summary>Numbers below are a <see cref="TrainingEnd"/>: a process has at least 2 images.</summary>
    private const long SmallestPlan = 2 * ImageUnit;

    /// <summary>Where the number of images is in what a process tells: above the layout, and both flags below it.</summary>
    private const long ImageUnit = 1L << (LayoutBits + 2);

    private const int LayoutBits = 16;

    /// <summary>Meets the other processes before a step.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="plan">This process's plan; throws if it cannot make a step.</param>
    /// <returns>The plans of all processes, by rank.</returns>
    /// <exception cref="TrainingEndedException">Another process has ended its training.</exception>
    /// <exception cref="ArgumentException">Some processes pass latents and others do not.</exception>
    internal static StepPlan[] Meet(Ranks ranks, Func<StepPlan> plan)
    {
        long[] told = ranks.Meet(Call.Step, () => plan().Encoded);
        if (told.Min() < SmallestPlan)
        {
            throw ranks.KnownToAll(new TrainingEndedException((TrainingEnd)told.Min()));
        }

        StepPlan[] plans = [.. told.Select(Decode)];
        int other = Array.FindIndex(plans, plan => plan.Layout != plans[0].Layout);
        if (other > 0)
        {
            throw ranks.KnownToAll(new InvalidOperationException(
                $"The networks of a run must be equal on all processes, but those of rank {other} differ from those of rank 0 in the element type or the frozen parameters."));
        }

        return plans.All(other => other.HasLatents == plans[0].HasLatents)
            ? plans
            : throw ranks.KnownToAll(new ArgumentException(
                $"latents: all processes must pass latents, or none, but rank 0 {(plans[0].HasLatents ? "does" : "does not")} and another does {(plans[0].HasLatents ? "not" : "so")}."));
    }

    /// <summary>Meets the other processes when this one has ended its training.</summary>
    /// <returns>Why the training ends on all processes.</returns>
    internal static TrainingEnd End(Ranks ranks, TrainingEnd own) => (TrainingEnd)ranks.Meet(Call.Step, () => (long)own).Min();

    /// <summary>A digest of numbers that is the same on every machine (FNV-1a).</summary>
    /// <returns>A number of 16 bits.</returns>
    internal static int Digest(IEnumerable<long> numbers)
    {
        ulong hash = numbers.Aggregate(14695981039346656037UL, (digest, number) => (digest ^ (ulong)number) * 1099511628211UL);
        return (int)((hash ^ (hash >> 32) ^ (hash >> 16)) & ((1 << LayoutBits) - 1));
    }

    private long Encoded => (Images * ImageUnit) + ((long)Layout * 4) + (HasLatents ? 2 : 0) + (HasMonitor ? 1 : 0);

    private static StepPlan Decode(long told) =>
        new(told / ImageUnit, (int)(told % ImageUnit / 4), (told & 2) != 0, (told & 1) != 0);
}
