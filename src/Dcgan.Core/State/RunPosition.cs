namespace Dcgan.Core;

/// <summary>The position of a run: step, epoch and step in the epoch.</summary>
/// <param name="Step">Total number of steps.</param>
/// <param name="Epoch">Number of finished epochs.</param>
/// <param name="EpochStep">Number of steps in the current epoch.</param>
internal readonly record struct RunPosition(long Step, long Epoch, long EpochStep);
