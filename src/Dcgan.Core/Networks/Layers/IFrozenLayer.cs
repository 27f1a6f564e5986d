using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer for inference, with copies of a layer's weights in the memory layout that it computes with.</summary>
internal interface IFrozenLayer : IDisposable
{
    /// <summary>Computes the layer's output, in the current dispose scope.</summary>
    Tensor Apply(Tensor input);
}
