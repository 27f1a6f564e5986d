namespace Dcgan.Benchmarks;

/// <summary>
/// The layer shapes of both networks. Contenders build the networks from them, and <see cref="StepArithmetic"/> counts the
/// operations.
/// </summary>
internal sealed record NetworkShape(GeneratorOptions Generator, DiscriminatorOptions Discriminator)
{
    internal static NetworkShape Of(NetworkSize size) => size switch
    {
        NetworkSize.Reference => Scaled(1),
        NetworkSize.Quarter => Scaled(0.25),
        NetworkSize.Half => Scaled(0.5),
        NetworkSize.Double => Scaled(2),
        NetworkSize.Tiny => new(
            new GeneratorOptions { Depths = [8, 8, 8, 8] }, new DiscriminatorOptions { Depths = [8, 8, 8, 8] }),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, null),
    };

    /// <summary>The layers of the generator, first to last.</summary>
    internal IEnumerable<LayerShape> GeneratorLayers()
    {
        Depths depths = Generator.Depths;
        yield return new("generator.project", LayerKind.Linear, Generator.LatentSize, depths[0] * Generator.BaseSize.Area, 1);
        for (int stage = 0; stage < depths.Count; stage++)
        {
            int maps = stage == depths.Count - 1 ? Generator.ImageChannels : depths[stage + 1];
            yield return new($"generator.stages.{stage}", LayerKind.TransposedConvolution, depths[stage], maps, Generator.BaseSize.Doubled(stage));
        }
    }

    /// <summary>The layers of the discriminator, first to last.</summary>
    internal IEnumerable<LayerShape> DiscriminatorLayers()
    {
        Depths depths = Discriminator.Depths;
        for (int stage = 0; stage < depths.Count; stage++)
        {
            int maps = stage == 0 ? Discriminator.ImageChannels : depths[stage - 1];
            yield return new($"discriminator.stages.{stage}", LayerKind.Convolution, maps, depths[stage], Discriminator.BaseSize.Doubled(depths.Count - 1 - stage));
        }

        yield return new("discriminator.classifier", LayerKind.Linear, depths[^1] * Discriminator.BaseSize.Area, 2, 1);
    }

    private static NetworkShape Scaled(double factor)
    {
        var generator = new GeneratorOptions();
        var discriminator = new DiscriminatorOptions();
        return new(
            generator with { Depths = Scaled(generator.Depths, factor) },
            discriminator with { Depths = Scaled(discriminator.Depths, factor) });
    }

    private static Depths Scaled(Depths depths, double factor) => new(depths.Select(depth => (int)(depth * factor)));
}
