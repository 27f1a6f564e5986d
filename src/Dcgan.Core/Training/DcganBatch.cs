using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What one step of a <see cref="DcganTrainer"/> learns from. Its tensors stay the caller's.</summary>
/// <param name="Images">Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if they are elsewhere.</param>
/// <param name="Labels">
/// The images' classes, int64 [N], for networks that have classes; the generated images of the step are asked for the same ones.
/// Null for networks without.
/// </param>
/// <param name="Latents">
/// Latents of the host's own, [M, LatentSize], of the networks' element type and on their device; by default the trainer draws them.
/// An alternating schedule deals them out to its passes of the generator, in order.
/// </param>
public readonly record struct DcganBatch(Tensor Images, Tensor? Labels = null, Tensor? Latents = null);
