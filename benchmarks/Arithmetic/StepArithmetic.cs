namespace Dcgan.Benchmarks;

/// <summary>Counts the floating-point operations that training and sampling require, regardless of the implementation.</summary>
internal static class StepArithmetic
{
    /// <summary>
    /// Number of floating-point operations in one simultaneous update of both networks, per image of the batch. G and D are
    /// the forward costs of the generator and the discriminator; p and c are the forward costs of their first layers:
    /// <code>
    /// generator forward                                   G
    /// discriminator forward, real and generated           2 D
    /// discriminator loss, real: weights, maps             D + (D - c)     no gradient with respect to the real image
    /// discriminator loss, generated: weights, maps        D + (D - c)     nor to the generated image for this loss
    /// generator loss through the discriminator: maps      D
    /// generator: weights, maps                            G + (G - p)     no gradient with respect to the latents
    /// sum                                                 3 G - p + 7 D - 2 c
    /// </code>
    /// At the reference's sizes G is 1.281 GFLOP, D is 0.324 GFLOP, and the sum is 6.09 GFLOP. The alternating update of the
    /// PyTorch example executes 2 D (11%) more operations: it runs the discriminator on the generated images twice and
    /// discards one gradient with respect to the discriminator's weights. This extra work does not count in its favor.
    /// </summary>
    /// <param name="shape">The shapes of both networks.</param>
    /// <returns>Number of floating-point operations per image.</returns>
    internal static double Train(NetworkShape shape)
    {
        LayerShape[] generator = [.. shape.GeneratorLayers()];
        LayerShape[] discriminator = [.. shape.DiscriminatorLayers()];
        double g = generator.Sum(layer => layer.Forward);
        double d = discriminator.Sum(layer => layer.Forward);
        return (3 * g) - generator[0].Forward + (7 * d) - (2 * discriminator[0].Forward);
    }

    /// <summary>Number of floating-point operations to sample one image, which takes one forward pass of the generator.</summary>
    /// <param name="shape">The shapes of both networks.</param>
    /// <returns>Number of floating-point operations per image.</returns>
    internal static double Sample(NetworkShape shape) => shape.GeneratorLayers().Sum(layer => layer.Forward);
}
