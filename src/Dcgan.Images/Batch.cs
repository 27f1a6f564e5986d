namespace Dcgan.Images;

/// <summary>A loaded batch, as bytes: tensors must be created on the training thread, which disposes them.</summary>
/// <param name="Pixels">[Count, H, W, C] in row-major order. May be longer.</param>
/// <param name="Labels">The classes of the images; empty if the source has none. May be longer.</param>
/// <param name="Count">Number of images.</param>
internal sealed record Batch(byte[] Pixels, long[] Labels, int Count);
