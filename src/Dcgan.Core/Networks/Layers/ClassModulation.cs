using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Scales and shifts of one layer's normalized maps by the classes of a batch, before ReLU: conditional batch normalization
/// (<see href="https://arxiv.org/abs/1707.00683">de Vries et al., 2017</see>), which
/// <see href="https://arxiv.org/abs/1802.05637">Miyato and Koyama (2018)</see> use in the generator together with a projection in the
/// discriminator. Maps become maps · (1 + scale) + shift.
/// </summary>
/// <param name="Scale">[N, C, 1, 1]; 0 changes nothing.</param>
/// <param name="Shift">[N, C, 1, 1].</param>
internal sealed record ClassModulation(Tensor Scale, Tensor Shift)
{
    /// <summary>Scales and shifts maps [N, C, H, W]. Null changes nothing.</summary>
    /// <param name="modulation">The scales and shifts.</param>
    /// <param name="maps">The maps, which stay as they are.</param>
    internal static Tensor Apply(ClassModulation? modulation, Tensor maps) =>
        modulation is null ? maps : maps.Add(modulation.Shift).AddCMul_(maps, modulation.Scale);

    /// <summary>Splits the inputs of a generator into those of its first layer and the modulation of each normalized layer.</summary>
    /// <param name="inputs">[N, LatentSize], or with classes [N, LatentSize + <see cref="GeneratorOptions.ClassVectorSize"/>].</param>
    /// <param name="options">The options of the generator.</param>
    /// <returns>
    /// The inputs of the first layer, and the modulations in the order of the layers; none if the network has no classes, or if the
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
            [.. Offsets(options.Depths).Select(layer => new ClassModulation(
                vectors.narrow(1, layer.Scale, layer.Depth), vectors.narrow(1, layer.Shift, layer.Depth)))]);
    }

    /// <summary>Where the scales and shifts of each normalized layer begin in the vector of a class, and how many of each there are.</summary>
    internal static IEnumerable<(long Scale, long Shift, long Depth)> Offsets(Depths depths)
    {
        long first = 0;
        foreach (int depth in depths)
        {
            yield return (first, first + depth, depth);
            first += 2L * depth;
        }
    }
}
