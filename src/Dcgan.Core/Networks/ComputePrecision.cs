using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>
/// What a network computes its layers in. Parameters, gradients, optimiser state, batch-norm statistics, images, logits and
/// losses keep the parameters' own type, float32 unless the host moves the network to another.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's own names for them.")]
public enum ComputePrecision
{
    /// <summary>The parameters' own type: float32, or what the host has moved the network to.</summary>
    Float32,

    /// <summary>
    /// bfloat16: float32's range with 8 bits of precision. About twice as fast on processors that have instructions for it
    /// (AVX-512 BF16, AMX) and on NVIDIA GPUs from Ampere on; slower on others.
    /// </summary>
    BFloat16,
}
