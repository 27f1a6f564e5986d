namespace Dcgan.Core;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Steps in total.</param>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="EpochStep">Steps in the current epoch.</param>
internal readonly record struct RunPosition(long Step, long Epoch, long EpochStep);
