using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// A layer for inference. It has copies of a network layer's weights, in the memory layout that it computes with.
/// </summary>
internal interface IFrozenLayer
{
    /// <summary>
    /// The tensors of the layer. They are in the dispose scope in which the layer was created until <see cref="FrozenGenerator"/>
    /// takes ownership.
    /// </summary>
    IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Computes the layer's output, in the current dispose scope.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="modulation">Scales and shifts of the maps before ReLU; null for none.</param>
    Tensor Apply(Tensor input, ClassModulation? modulation);
}
