using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer that a forward pass in training mode changes. What a step that fails must put back.</summary>
internal interface IPassState
{
    /// <summary>The tensors that change, in place. Always the same ones in the same order.</summary>
    IReadOnlyList<Tensor> PassState { get; }
}
