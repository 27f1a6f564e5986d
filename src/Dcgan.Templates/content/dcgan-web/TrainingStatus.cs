namespace DcganApp;

/// <summary>What the training has reached.</summary>
/// <param name="Epoch">Finished passes over the images.</param>
/// <param name="Step">Finished steps.</param>
/// <param name="SnapshotStep">The step of the snapshot that requests are answered with.</param>
internal sealed record TrainingStatus(long Epoch, long Step, long SnapshotStep, double GeneratorLoss, double DiscriminatorLoss);
