namespace Dcgan.Benchmarks;

/// <summary>One layer and its cost.</summary>
/// <param name="Name">The layer's state-dict prefix in the library.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Inputs">Features or maps that enter.</param>
/// <param name="Outputs">Features or maps that leave.</param>
/// <param name="SmallSide">Side of the smaller of the maps before and after the layer, in pixels; 1 for a linear layer.</param>
internal sealed record LayerShape(string Name, LayerKind Kind, int Inputs, int Outputs, int SmallSide)
{
    private const int KernelSide = 5;

    /// <summary>
    /// Floating-point operations of one image's forward pass: 2 for each multiplication and its addition. A linear layer has
    /// Inputs · Outputs of them. A convolution gathers 5 · 5 · Inputs products for each output map and output pixel, and a
    /// transposed convolution scatters 5 · 5 · Outputs products from each input map and input pixel; in both cases those
    /// pixels are the smaller maps', SmallSide². As usual, taps on the padding are counted like the others, and biases,
    /// batch normalisation and activations, which are bound by memory, are not counted at all. The gradient by the input
    /// and the gradient by the weight each cost the same again.
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
