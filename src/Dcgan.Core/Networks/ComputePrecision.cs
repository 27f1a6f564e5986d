using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>
/// Element type that the layers of a network compute in. Parameters, gradients, optimizer state, batch-normalization
/// statistics, images, logits and losses keep the element type of the parameters: float32 unless the host converts the network.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the usual names of the types.")]
public enum ComputePrecision
{
    /// <summary>The element type of the parameters: float32, or the type that the host converted the network to.</summary>
    Float32,

    /// <summary>
    /// bfloat16: the range of float32 with 8 bits of precision. At the reference's sizes, a processor with bfloat16 instructions
    /// (AVX-512 BF16, AMX) trains 1.5 times as fast. Also fast on NVIDIA GPUs since Ampere; slower on others.
    /// </summary>
    BFloat16,
}
