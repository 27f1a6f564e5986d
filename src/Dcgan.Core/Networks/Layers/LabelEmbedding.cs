using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>A vector for each class: labels [N] to [N, width], learned with the network.</summary>
internal sealed class LabelEmbedding : Module<Tensor, Tensor>
{
    private Parameter weight;
    private SpectralNormalization? spectral;

    /// <param name="weight">[classes, width], as it is drawn.</param>
    /// <param name="spectralRandom">Where spectral normalisation of the weight starts from; null for none.</param>
    internal LabelEmbedding(Parameter weight, torch.Generator? spectralRandom = null)
        : base(nameof(LabelEmbedding))
    {
        this.weight = weight;
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    /// <summary>[classes, width], as evaluation uses it.</summary>
    internal Tensor Weight => spectral is null ? weight : spectral.Fixed(weight);

    public override Tensor forward(Tensor labels)
    {
        Tensor vectors = spectral is null ? weight : spectral.call(weight);
        return Of(vectors, labels);
    }

    /// <param name="vectors">[classes, width].</param>
    /// <param name="labels">[N], checked, on any device.</param>
    internal static Tensor Of(Tensor vectors, Tensor labels) => vectors.index_select(0, labels.to(vectors.device));
}
