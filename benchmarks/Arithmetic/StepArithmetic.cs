namespace Dcgan.Benchmarks;

/// <summary>Floating-point operations that the work itself needs, whoever does it and however.</summary>
internal static class StepArithmetic
{
    /// <summary>
    /// One simultaneous update, for each image of the batch. With G and D the forward costs of the networks, p the first
    /// layer of G and c the first layer of D:
    /// <code>
    /// generator forward                                   G
    /// discriminator forward, real and generated           2 D
    /// discriminator's loss, real: weights, maps           D + (D - c)     nobody needs a gradient by the real image
    /// discriminator's loss, generated: weights, maps      D + (D - c)     nor, for this loss, by the generated one
    /// generator's loss through the discriminator: maps    D
    /// generator: weights, maps                            G + (G - p)     nobody needs a gradient by the latents
    /// sum                                                 3 G - p + 7 D - 2 c
    /// </code>
    /// At the reference's sizes G is 1.281 and D 0.324 GFLOP, and the sum is 6.09 GFLOP. The alternating update of the
    /// PyTorch example executes 2 D more, 11 % (it judges the generated images twice, and takes a gradient by the
    /// discriminator's weights that it throws away); that is not counted in its favour.
    /// </summary>
    /// <param name="shape">Both networks.</param>
    /// <returns>Floating-point operations an image.</returns>
    internal static double Train(NetworkShape shape)
    {
        LayerShape[] generator = [.. shape.GeneratorLayers()];
        LayerShape[] discriminator = [.. shape.DiscriminatorLayers()];
        double g = generator.Sum(layer => layer.Forward);
        double d = discriminator.Sum(layer => layer.Forward);
        return (3 * g) - generator[0].Forward + (7 * d) - (2 * discriminator[0].Forward);
    }

    /// <summary>One image sampled: the generator's forward pass.</summary>
    /// <param name="shape">Both networks.</param>
    /// <returns>Floating-point operations an image.</returns>
    internal static double Sample(NetworkShape shape) => shape.GeneratorLayers().Sum(layer => layer.Forward);
}
