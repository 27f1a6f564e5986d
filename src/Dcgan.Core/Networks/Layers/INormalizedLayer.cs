using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer of the generator with batch normalization, except for the last one.</summary>
internal interface INormalizedLayer
{
    /// <summary>Null for the last layer, whose output is the image.</summary>
    BatchNormalization? Norm { get; }

    /// <summary>Computes the layer's maps before the normalization.</summary>
    Tensor Convolve(Tensor input);
}
