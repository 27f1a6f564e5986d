using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Feature matching.</content>
public sealed partial class DcganLoss
{
    /// <summary>
    /// Feature matching (Salimans et al., 2016, section 3.1): half the squared distance between the mean features of real and
    /// generated images, ½‖E[f(x)] - E[f(G(z))]‖². A feature is one position of one map; its mean is over the batch. The factor ½
    /// comes from the application that the reference is part of, which uses the weight 0.05. In the paper's form, without this
    /// factor, the equivalent weight is 0.025.
    /// </summary>
    /// <param name="realFeatures">
    /// The discriminator's features of real images, [N, ...] with any further dimensions. They are constants for the generator:
    /// no gradient flows back through them.
    /// </param>
    /// <param name="generatedFeatures">
    /// The discriminator's features of generated images, [M, ...] with the same further dimensions; M may differ from N.
    /// </param>
    /// <returns>A scalar with its graph, before weighting by <see cref="DcganLossOptions.FeatureMatchingWeight"/>.</returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    public static Tensor FeatureMatching(Tensor realFeatures, Tensor generatedFeatures)
    {
        Expect.Features(realFeatures, nameof(realFeatures));
        Expect.Shape(generatedFeatures, nameof(generatedFeatures), [-1, .. realFeatures.Sizes()[1..]]);
        Expect.Features(generatedFeatures, nameof(generatedFeatures));
        Expect.Alike(generatedFeatures, nameof(generatedFeatures), realFeatures);

        using DisposeScope scope = NewDisposeScope();
        Tensor apart = generatedFeatures.mean([0]) - realFeatures.detach().mean([0]);
        return apart.Square().sum().Div(2).MoveToOuterDisposeScope();
    }
}
