namespace Dcgan.Core;

/// <summary>
/// The adversarial objective, defined on scores: a score D is the difference of the two logits, real - generated, or the single
/// logit of a discriminator that has one. E is the mean over a batch, x are real images and G(z) generated ones.
/// </summary>
public enum AdversarialObjective
{
    /// <summary>
    /// The reference's: mean softmax cross-entropy over the two classes "generated" and "real". The softmax of two logits is
    /// the sigmoid of their difference, so this is bit-identical to <see cref="NonSaturating"/>, with one or two logits. Both
    /// names exist because the literature uses both.
    /// </summary>
    SoftmaxCrossEntropy,

    /// <summary>
    /// Logistic with the non-saturating loss of the generator (Goodfellow et al., 2014): the discriminator's
    /// -E[log σ(D(x))] - E[log σ(-D(G(z)))], the generator's -E[log σ(D(G(z)))].
    /// </summary>
    NonSaturating,

    /// <summary>
    /// Least squares (Mao et al., 2017) toward 1 for real and 0 for generated: the discriminator's
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
    /// Valid only if the discriminator's gradient is bounded, by <see cref="DcganLossOptions.GradientPenaltyWeight"/> or by
    /// spectral normalization.
    /// </summary>
    Wasserstein,
}
