namespace Dcgan.Core;

/// <summary>
/// What the two networks play for, on scores: a score D is the difference of the two logits, real - generated, or the one
/// logit of a discriminator that has one. E is the mean over a batch, x are real images and G(z) generated ones.
/// </summary>
public enum AdversarialObjective
{
    /// <summary>
    /// The reference's: mean softmax cross-entropy over the two classes "generated" and "real". The softmax of two logits is
    /// the sigmoid of their difference, so this is <see cref="NonSaturating"/> to the last bit, on either head; the two
    /// names are the two literatures' own.
    /// </summary>
    SoftmaxCrossEntropy,

    /// <summary>
    /// Logistic, with the generator's loss that does not saturate (Goodfellow et al., 2014): the discriminator's
    /// -E[log σ(D(x))] - E[log σ(-D(G(z)))], the generator's -E[log σ(D(G(z)))].
    /// </summary>
    NonSaturating,

    /// <summary>
    /// Least squares (Mao et al., 2017) towards 1 for real and 0 for generated: the discriminator's
    /// ½E[(D(x) - 1)²] + ½E[D(G(z))²], the generator's ½E[(D(G(z)) - 1)²].
    /// </summary>
    LeastSquares,

    /// <summary>
    /// Hinge (Lim and Ye, 2017; Miyato et al., 2018): the discriminator's E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))], the
    /// generator's -E[D(G(z))].
    /// </summary>
    Hinge,

    /// <summary>
    /// Wasserstein distance (Arjovsky et al., 2017): the discriminator's E[D(G(z))] - E[D(x)], the generator's -E[D(G(z))].
    /// It means something only where the discriminator's slope is bounded: by
    /// <see cref="DcganLossOptions.GradientPenaltyWeight"/>, or by its layers.
    /// </summary>
    Wasserstein,
}
