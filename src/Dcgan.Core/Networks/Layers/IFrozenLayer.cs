using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer for use only, with copies of a layer's weights that are laid out for it once.</summary>
internal interface IFrozenLayer : IDisposable
{
    /// <summary>What the layer makes of its input, in the current dispose scope.</summary>
    Tensor Of(Tensor input);
}
