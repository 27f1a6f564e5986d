using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer of the generator whose maps are batch-normalised, unless they are the image.</summary>
internal interface INormalizedLayer
{
    /// <summary>Null where the layer makes the image.</summary>
    BatchNormalization? Norm { get; }

    /// <summary>The layer's maps before they are normalised.</summary>
    Tensor Convolve(Tensor input);
}
