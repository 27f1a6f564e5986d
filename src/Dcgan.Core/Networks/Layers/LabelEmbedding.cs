using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Learned vectors of classes: maps labels [N] to [N, size]. They are embeddings, or the scales and shifts of <see cref="ClassModulation"/>.
/// </summary>
internal sealed class LabelEmbedding : Module<Tensor, Tensor>
{
    private Parameter weight;
    private SpectralNormalization? spectral;

    /// <param name="classes">Number of classes.</param>
    /// <param name="size">Size of the embedding vector of a class.</param>
    /// <param name="draw">Draws a weight of a given shape.</param>
    /// <param name="spectralRandom">Draws the initial vectors of spectral normalization; null for none.</param>
    internal LabelEmbedding(int classes, long size, Func<long[], Parameter> draw, torch.Generator? spectralRandom = null)
        : base(nameof(LabelEmbedding))
    {
        weight = draw(WeightShape(classes, size));
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    /// <summary>Weight that evaluation uses, [classes, size]: with spectral normalization, if the layer has it.</summary>
    internal Tensor EffectiveWeight => spectral is null ? weight : spectral.Fixed(weight);

    /// <summary>Lists the parameters of a class embedding.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(int classes, long size) => [new(nameof(weight), WeightShape(classes, size))];

    public override Tensor forward(Tensor labels)
    {
        Tensor vectors = spectral is null ? weight : spectral.call(weight);
        return Of(vectors, labels);
    }

    /// <summary>Looks up the embedding vectors of labels.</summary>
    /// <param name="vectors">[classes, size].</param>
    /// <param name="labels">[N], checked, on any device.</param>
    internal static Tensor Of(Tensor vectors, Tensor labels) => vectors.index_select(0, labels.to(vectors.device));

    private static long[] WeightShape(int classes, long size) => [classes, size];
}
