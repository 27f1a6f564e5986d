using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer for inference, with copies of a layer's weights in the memory layout that it computes with.</summary>
internal interface IFrozenLayer
{
    /// <summary>
    /// The layer's own tensors, in the dispose scope in which the layer was made until <see cref="FrozenGenerator"/> takes them.
    /// </summary>
    IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Computes the layer's output, in the current dispose scope.</summary>
    Tensor Apply(Tensor input);
}
