namespace Dcgan.Core;

/// <summary>What the processes of a run tell each other before a step.</summary>
/// <param name="Images">Number of real images of the process, at least 2.</param>
/// <param name="HasLatents">Whether the host passes the latents.</param>
/// <param name="HasMonitor">Whether the process has a monitor.</param>
internal readonly record struct StepPlan(long Images, bool HasLatents, bool HasMonitor)
{
    /// <summary>Numbers below are a <see cref="TrainingEnd"/>: a process has at least 2 images, and both flags take 2 bits.</summary>
    private const long SmallestPlan = 8;

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
        return plans.All(other => other.HasLatents == plans[0].HasLatents)
            ? plans
            : throw ranks.KnownToAll(new ArgumentException(
                $"latents: all processes must pass latents, or none, but rank 0 {(plans[0].HasLatents ? "does" : "does not")} and another does {(plans[0].HasLatents ? "not" : "so")}."));
    }

    /// <summary>Meets the other processes when this one has ended its training.</summary>
    /// <returns>Why the training ends on all processes.</returns>
    internal static TrainingEnd End(Ranks ranks, TrainingEnd own) => (TrainingEnd)ranks.Meet(Call.Step, () => (long)own).Min();

    private long Encoded => (Images * 4) + (HasLatents ? 2 : 0) + (HasMonitor ? 1 : 0);

    private static StepPlan Decode(long told) => new(told / 4, (told & 2) != 0, (told & 1) != 0);
}
