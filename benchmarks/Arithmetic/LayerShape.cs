namespace Dcgan.Benchmarks;

/// <summary>The shape of one layer and its arithmetic cost.</summary>
/// <param name="Name">The layer's state-dict prefix in the library.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Inputs">Number of input features or feature maps.</param>
/// <param name="Outputs">Number of output features or feature maps.</param>
/// <param name="SmallSide">Side of the smaller of the input and output maps, in pixels; 1 for a linear layer.</param>
internal sealed record LayerShape(string Name, LayerKind Kind, int Inputs, int Outputs, int SmallSide)
{
    private const int KernelSide = 5;

    /// <summary>
    /// Floating-point operations of one image's forward pass, 2 per multiply-add. A linear layer has Inputs · Outputs
    /// multiply-adds. A convolution has 5 · 5 · Inputs of them per output map and output pixel, a transposed convolution
    /// 5 · 5 · Outputs per input map and input pixel; in both cases the smaller maps have these SmallSide² pixels. As usual,
    /// taps on the padding count, and biases, batch normalization and activations, which are memory-bound, do not. The
    /// input gradient and the weight gradient each cost the same as the forward pass.
    /// </summary>
    internal double Forward
    {
        get
        {
            double taps = Kind == LayerKind.Linear ? 1 : KernelSide * KernelSide;
            return 2 * taps * Inputs * Outputs * SmallSide * SmallSide;
        }
    }
}
