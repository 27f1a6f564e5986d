using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>What the generator learns from the discriminator's features.</content>
public sealed partial class DcganLoss
{
    /// <summary>
    /// Feature matching (Salimans et al., 2016, section 3.1): how far the mean features of generated images are from those of
    /// real ones. Each feature, which is each place of each map, is averaged over its batch; the squared differences of the two
    /// means are summed over all features and halved: ½‖E[f(x)] - E[f(G(z))]‖². The half is the reference's application's, and
    /// its weight of 0.05 goes with it; in the paper's form, without the half, that is 0.025.
    /// </summary>
    /// <param name="realFeatures">
    /// The discriminator's features of real images, [N, ...] of any further sizes. The generator does not change them, so they
    /// count as constants: no gradient flows back.
    /// </param>
    /// <param name="generatedFeatures">Its features of generated images, [M, ...] of the same further sizes; M may differ from N.</param>
    /// <returns>A scalar with its graph, not yet weighted by <see cref="DcganLossOptions.FeatureMatchingWeight"/>.</returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    public static Tensor FeatureMatching(Tensor realFeatures, Tensor generatedFeatures)
    {
        Expect.Features(realFeatures, nameof(realFeatures));
        Expect.Shape(generatedFeatures, nameof(generatedFeatures), [-1, .. realFeatures.shape[1..]]);
        Expect.Features(generatedFeatures, nameof(generatedFeatures));
        Expect.Alike(generatedFeatures, nameof(generatedFeatures), realFeatures);

        using DisposeScope scope = NewDisposeScope();
        Tensor apart = generatedFeatures.mean([0]) - realFeatures.detach().mean([0]);
        return (apart.square().sum() / 2).MoveToOuterDisposeScope();
    }
}
