using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// What the classes of a batch do to the normalized maps of one layer of the generator, before ReLU: conditional batch normalization
/// (<see href="https://arxiv.org/abs/1610.07629">Dumoulin et al., 2017</see>), by which
/// <see href="https://arxiv.org/abs/1802.05637">Miyato and Koyama (2018)</see> condition the generator beside a discriminator with a
/// projection. Maps become maps · (1 + scale) + shift.
/// </summary>
/// <param name="Scale">[N, C, 1, 1]; 0 changes nothing.</param>
/// <param name="Shift">[N, C, 1, 1].</param>
internal sealed record ClassModulation(Tensor Scale, Tensor Shift)
{
    /// <summary>Changes maps [N, C, H, W] by the classes of their images.</summary>
    /// <param name="modulation">The changes; null for none.</param>
    /// <param name="maps">The maps, which stay as they are.</param>
    internal static Tensor Apply(ClassModulation? modulation, Tensor maps) =>
        modulation is null ? maps : maps.Add(modulation.Shift).AddCMul(maps, modulation.Scale);

    /// <summary>Splits the inputs of a generator into those of its first layer and the changes of each normalized layer.</summary>
    /// <param name="inputs">[N, LatentSize], or with classes [N, LatentSize + <see cref="GeneratorOptions.ClassVectorSize"/>].</param>
    /// <param name="options">The options of the generator.</param>
    /// <returns>
    /// The inputs of the first layer, and the changes in the order of the layers. They are empty if the network has no classes, or if the
    /// class embeddings are inputs of the first layer.
    /// </returns>
    internal static (Tensor First, IReadOnlyList<ClassModulation> Modulations) Split(Tensor inputs, GeneratorOptions options)
    {
        if (!options.ModulatesByClass)
        {
            return (inputs, []);
        }

        Tensor vectors = inputs.narrow(1, options.LatentSize, options.ClassVectorSize).unsqueeze(2).unsqueeze(3);
        return (
            inputs.narrow(1, 0, options.LatentSize),
            [.. Places(options.Depths).Select(place => new ClassModulation(
                vectors.narrow(1, place.Scale, place.Depth), vectors.narrow(1, place.Shift, place.Depth)))]);
    }

    /// <summary>Where the scales and shifts of each normalized layer are in the vector of a class.</summary>
    internal static IEnumerable<(long Scale, long Shift, long Depth)> Places(Depths depths)
    {
        long first = 0;
        foreach (int depth in depths)
        {
            yield return (first, first + depth, depth);
            first += 2L * depth;
        }
    }
}
