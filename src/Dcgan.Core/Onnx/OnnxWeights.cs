using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>Element type of the weights in an ONNX file. Inputs, outputs and arithmetic are always float32.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the usual names of the types.")]
public enum OnnxWeights
{
    /// <summary>float32, as in the network.</summary>
    Float32,

    /// <summary>
    /// float16, which halves the file size: each weight is rounded to 11 bits of precision and converted back to float32 when the
    /// model is loaded.
    /// </summary>
    Float16,
}
