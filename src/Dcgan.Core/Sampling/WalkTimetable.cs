namespace Dcgan.Core;

/// <summary>Between which latents a walk is at each frame, and how far.</summary>
/// <param name="From">Places of the latents just passed.</param>
/// <param name="To">Places of the next.</param>
/// <param name="Amounts">Parts of the way from one to the other, from 0 to below 1: 0 exactly where a frame falls on a latent.</param>
internal sealed record WalkTimetable(long[] From, long[] To, double[] Amounts)
{
    /// <param name="latents">At least 2.</param>
    /// <param name="frames">At least 2.</param>
    /// <param name="closed">Whether the way leads back to the first latent.</param>
    internal static WalkTimetable Of(long latents, int frames, bool closed)
    {
        (long ways, long intervals) = closed ? (latents, frames) : (latents - 1, frames - 1L);
        WalkTimetable table = new(new long[frames], new long[frames], new double[frames]);
        for (int frame = 0; frame < frames; frame++)
        {
            // Whole numbers: a frame that falls on a latent is there exactly.
            (long way, long rest) = Math.DivRem(frame * ways, intervals);
            table.From[frame] = way;
            table.To[frame] = (way + 1) % latents;
            table.Amounts[frame] = (double)rest / intervals;
        }

        return table;
    }
}
