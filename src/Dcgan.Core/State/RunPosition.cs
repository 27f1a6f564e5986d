namespace Dcgan.Core;

/// <summary>The position of a run.</summary>
/// <param name="Step">Total number of steps.</param>
/// <param name="Images">Total number of real images.</param>
/// <param name="Epoch">Number of finished epochs.</param>
/// <param name="EpochStep">Number of steps in the current epoch.</param>
internal readonly record struct RunPosition(long Step, long Images, long Epoch, long EpochStep)
{
    /// <summary>
    /// Largest number that a file may hold: 2^53, up to which every JSON reader keeps integers exactly. A number near 2^63 would
    /// overflow at the next step.
    /// </summary>
    internal const long Largest = 1L << 53;
}
