namespace Dcgan.Benchmarks;

/// <summary>The three computations of a layer in training, all of the same cost in arithmetic.</summary>
internal enum LayerDirection
{
    /// <summary>The layer itself.</summary>
    Forward,

    /// <summary>The gradient by what entered.</summary>
    InputGradient,

    /// <summary>The gradient by the weight.</summary>
    WeightGradient,
}
