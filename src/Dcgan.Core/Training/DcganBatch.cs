using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The input of one training step. The caller keeps its tensors.</summary>
/// <param name="images">Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if necessary.</param>
/// <param name="labels">See <see cref="Labels"/>.</param>
/// <param name="latents">See <see cref="Latents"/>.</param>
public sealed class DcganBatch(Tensor images, Tensor? labels = null, Tensor? latents = null)
{
    /// <summary>Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if necessary.</summary>
    public Tensor Images { get; } = images;

    /// <summary>
    /// The classes of the images, int64 [N], if the networks have classes; null otherwise. The generated images of the step get
    /// the same classes.
    /// </summary>
    public Tensor? Labels { get; } = labels;

    /// <summary>
    /// Latents that the host provides, [M, LatentSize], of the networks' element type and on their device. An alternating
    /// schedule divides them among the generator's forward passes, in order. Default null: the trainer draws the latents.
    /// </summary>
    public Tensor? Latents { get; } = latents;
}
