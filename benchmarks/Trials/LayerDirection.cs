namespace Dcgan.Benchmarks;

/// <summary>The three computations of a layer in training, which need the same number of operations.</summary>
internal enum LayerDirection
{
    /// <summary>The forward pass.</summary>
    Forward,

    /// <summary>The gradient with respect to the input.</summary>
    InputGradient,

    /// <summary>The gradient with respect to the weight.</summary>
    WeightGradient,
}
