namespace Dcgan.Images;

/// <summary>The images of an epoch.</summary>
/// <param name="Order">The indices of all images of the epoch, in training order.</param>
/// <param name="FirstBatch">Number of batches to skip.</param>
internal readonly record struct EpochPart(IReadOnlyList<long> Order, long FirstBatch);
