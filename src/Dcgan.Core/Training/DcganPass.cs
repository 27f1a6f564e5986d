using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What one forward pass of both networks leaves, with its graph.</summary>
/// <param name="RealLogits">[N, 2].</param>
/// <param name="GeneratedLogits">[M, 2].</param>
/// <param name="GeneratorLoss">A scalar.</param>
/// <param name="DiscriminatorLoss">A scalar.</param>
internal sealed record DcganPass(Tensor RealLogits, Tensor GeneratedLogits, Tensor GeneratorLoss, Tensor DiscriminatorLoss);
