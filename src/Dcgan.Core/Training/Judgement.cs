using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What the discriminator says of a batch, with its graph.</summary>
/// <param name="Logits">[N, 2], or [N, 1].</param>
/// <param name="Features">The maps that it says it by, [N, depth, s, s]; null where nobody needs them.</param>
internal sealed record Judgement(Tensor Logits, Tensor? Features);
