namespace Dcgan.Core;

/// <summary>
/// The adversarial objective, defined on scores. A score D is the difference of the two logits, real - generated, or the single
/// logit of a discriminator with one logit. E is the mean over a batch, x are real images, and G(z) are generated images.
/// </summary>
public enum AdversarialObjective
{
    /// <summary>
    /// The reference's objective: mean softmax cross-entropy over the two classes "generated" and "real". The softmax of two
    /// logits is the sigmoid of their difference, so this is bit-identical to <see cref="NonSaturating"/>, with one or two
    /// logits. Both names exist because the literature uses both.
    /// </summary>
    SoftmaxCrossEntropy,

    /// <summary>
    /// Logistic loss with the non-saturating generator loss (Goodfellow et al., 2014). Discriminator: -E[log σ(D(x))] - E[log
    /// σ(-D(G(z)))]. Generator: -E[log σ(D(G(z)))].
    /// </summary>
    NonSaturating,

    /// <summary>
    /// Least squares (Mao et al., 2017), with target 1 for real and 0 for generated images. Discriminator: ½E[(D(x) - 1)²] +
    /// ½E[D(G(z))²]. Generator: ½E[(D(G(z)) - 1)²].
    /// </summary>
    LeastSquares,

    /// <summary>
    /// Hinge loss (Lim and Ye, 2017; Miyato et al., 2018). Discriminator: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))].
    /// Generator: -E[D(G(z))].
    /// </summary>
    Hinge,

    /// <summary>
    /// Wasserstein distance (Arjovsky et al., 2017). Discriminator: E[D(G(z))] - E[D(x)]. Generator: -E[D(G(z))]. Valid only if
    /// the discriminator's gradient is bounded, by <see cref="DcganLossOptions.GradientPenaltyWeight"/> or by spectral
    /// normalization.
    /// </summary>
    Wasserstein,
}
