using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// A layer with state that changes in a forward pass in training mode and must be restored after a failed step.
/// </summary>
internal interface IPassState
{
    /// <summary>The tensors that change in place. The list always has the same tensors in the same order.</summary>
    IReadOnlyList<Tensor> PassState { get; }
}
