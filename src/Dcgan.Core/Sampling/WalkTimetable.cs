namespace Dcgan.Core;

/// <summary>The two latents and the interpolation amount of each frame of a walk.</summary>
/// <param name="From">Index of the previous latent.</param>
/// <param name="To">Index of the next latent.</param>
/// <param name="Amounts">
/// Interpolation amount from the previous to the next latent, in [0, 1): exactly 0 if a frame falls on a latent.
/// </param>
internal sealed record WalkTimetable(long[] From, long[] To, double[] Amounts)
{
    /// <summary>Computes the timetable of a walk with equal time between consecutive latents.</summary>
    /// <param name="latents">Number of latents. At least 2.</param>
    /// <param name="frames">Number of frames. At least 2.</param>
    /// <param name="closed">Whether the walk returns to the first latent.</param>
    internal static WalkTimetable Of(long latents, int frames, bool closed)
    {
        (long segments, long intervals) = closed ? (latents, frames) : (latents - 1, frames - 1L);
        WalkTimetable table = new(new long[frames], new long[frames], new double[frames]);
        for (int frame = 0; frame < frames; frame++)
        {
            // Integer arithmetic makes the amount exactly 0 for a frame that falls on a latent.
            (long segment, long rest) = Math.DivRem(frame * segments, intervals);
            table.From[frame] = segment;
            table.To[frame] = (segment + 1) % latents;
            table.Amounts[frame] = (double)rest / intervals;
        }

        return table;
    }
}
