using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer with state that a forward pass in training mode changes, and that a failed step has to restore.</summary>
internal interface IPassState
{
    /// <summary>The tensors that change in place: always the same ones, in the same order.</summary>
    IReadOnlyList<Tensor> PassState { get; }
}
