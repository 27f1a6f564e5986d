namespace Dcgan.Benchmarks;

/// <summary>The shape of one layer and its arithmetic cost.</summary>
/// <param name="Name">The layer's state-dict prefix in the library.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Inputs">Number of input features or feature maps.</param>
/// <param name="Outputs">Number of output features or feature maps.</param>
/// <param name="SmallSize">Size of the smaller of the input and output maps, in pixels; 1x1 for a linear layer.</param>
internal sealed record LayerShape(string Name, LayerKind Kind, long Inputs, long Outputs, SpatialSize SmallSize)
{
    private const int KernelSide = 5;

    /// <summary>
    /// Number of floating-point operations in one image's forward pass, 2 per multiply-add. A linear layer has Inputs · Outputs
    /// multiply-adds. A convolution has 5 · 5 · Inputs multiply-adds per output map and output pixel. A transposed
    /// convolution has 5 · 5 · Outputs multiply-adds per input map and input pixel. In both cases the pixels are those
    /// of the smaller maps. As usual, taps on the padding count. Biases, batch normalization and activations do not count,
    /// because they are memory-bound. The input gradient and the weight gradient each cost the same as the forward pass.
    /// </summary>
    internal double Forward
    {
        get
        {
            double taps = Kind == LayerKind.Linear ? 1 : KernelSide * KernelSide;
            return 2 * taps * Inputs * Outputs * SmallSize.Area;
        }
    }
}
