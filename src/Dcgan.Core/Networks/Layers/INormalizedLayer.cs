using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A layer of the generator. Every layer except the last has batch normalization.</summary>
internal interface INormalizedLayer
{
    /// <summary>Batch normalization; null for the last layer, whose output is the image.</summary>
    BatchNormalization? Norm { get; }

    /// <summary>Computes the layer's maps before the normalization.</summary>
    Tensor Convolve(Tensor input);
}
