using System.Diagnostics.CodeAnalysis;

namespace Dcgan.Core;

/// <summary>How an ONNX file holds a network's weights. What enters, what leaves and the arithmetic are float32 in both.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's own names for them.")]
public enum OnnxWeights
{
    /// <summary>In float32: the network's own numbers.</summary>
    Float32,

    /// <summary>
    /// In float16, which halves the file: each weight is rounded to 11 bits and is made float32 again when the model is loaded.
    /// </summary>
    Float16,
}
