using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>
/// The options of a <see cref="DcganLoss"/>. The defaults are the reference's: softmax cross-entropy and no other terms. Every
/// weight is finite and at least 0; a weight of 0 switches its term off.
/// </summary>
public sealed record DcganLossOptions
{
    /// <summary>
    /// The adversarial objective, a built-in one or your own. Default
    /// <see cref="AdversarialObjective.SoftmaxCrossEntropy"/>, the reference's.
    /// </summary>
    public AdversarialObjective Objective { get; init; } = AdversarialObjective.SoftmaxCrossEntropy;

    /// <summary>
    /// One-sided label smoothing (Salimans et al., 2016, section 3.4): the discriminator's target for real images is 1
    /// minus this value. The targets of generated images and of the generator do not change. In [0, 1); must be 0 for objectives
    /// without targets: hinge, Wasserstein, relativistic pairing and a host's own. The paper uses 0.1. Default 0.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// γ of the R1 penalty ½γE[‖∇D(x)‖²] at real images x (Mescheder et al., 2018; the paper uses 10 in most experiments).
    /// Default 0.
    /// </summary>
    public double R1Weight { get; init; }

    /// <summary>γ of the R2 penalty ½γE[‖∇D(x)‖²] at generated images x (Mescheder et al., 2018). Default 0.</summary>
    public double R2Weight { get; init; }

    /// <summary>
    /// λ of the gradient penalty λE[(‖∇D(u)‖ - 1)²] at images u interpolated between real and generated images (Gulrajani et al.,
    /// 2017; the paper uses 10, without batch normalization in the discriminator). Default 0.
    /// </summary>
    public double GradientPenaltyWeight { get; init; }

    /// <summary>
    /// Number of discriminator updates from one computation of the penalties to the next: lazy regularization (Karras et al.,
    /// 2020; they use 16). The penalties are multiplied by this interval. At least 1; must be 1 if there is no penalty. Default
    /// 1.
    /// </summary>
    public int PenaltyInterval { get; init; } = 1;

    /// <summary>
    /// Number of discriminator updates before the first computation of the penalties. Penalties slow an untrained discriminator, and
    /// help when it begins to memorize the images. At least 0; must be 0 if there is no penalty. Default 0.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // Checkpoints of penalties from the start are those of earlier versions.
    public long PenaltyStart { get; init; }

    /// <summary>
    /// Weight of feature matching in the generator's loss (Salimans et al., 2016), computed by
    /// <see cref="DcganLoss.FeatureMatching"/> on the discriminator's last features. The application that the reference is part
    /// of uses 0.05. Default 0.
    /// </summary>
    public double FeatureMatchingWeight { get; init; }

    /// <summary>
    /// WGAN-GP (Gulrajani et al., 2017): the Wasserstein objective with a gradient penalty of weight 10. Use a discriminator
    /// without batch normalization, which would make the images of a batch depend on each other. Use several discriminator
    /// updates for each generator update.
    /// </summary>
    public static DcganLossOptions WassersteinGradientPenalty { get; } = new()
    {
        Objective = AdversarialObjective.Wasserstein,
        GradientPenaltyWeight = 10,
    };

    internal DcganLossOptions Checked()
    {
        ArgumentNullException.ThrowIfNull(Objective);
        Expect.Within(0, 1, LabelSmoothing, nameof(LabelSmoothing));
        Expect.Within(0, double.PositiveInfinity, R1Weight, nameof(R1Weight));
        Expect.Within(0, double.PositiveInfinity, R2Weight, nameof(R2Weight));
        Expect.Within(0, double.PositiveInfinity, GradientPenaltyWeight, nameof(GradientPenaltyWeight));
        Expect.AtLeast(1, PenaltyInterval, nameof(PenaltyInterval));
        Expect.AtLeast(0, PenaltyStart, nameof(PenaltyStart));
        Expect.Within(0, double.PositiveInfinity, FeatureMatchingWeight, nameof(FeatureMatchingWeight));
        if (LabelSmoothing > 0 && Objective.Smoothed is null)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(LabelSmoothing)}: must be 0 because {Objective} has no target, but was {LabelSmoothing}."),
                nameof(LabelSmoothing));
        }

        if (PenaltyInterval > 1 && !HasPenalty)
        {
            throw new ArgumentException(
                $"{nameof(PenaltyInterval)}: must be 1 because no penalty has a weight, but was {PenaltyInterval}.",
                nameof(PenaltyInterval));
        }

        if (PenaltyStart > 0 && !HasPenalty)
        {
            throw new ArgumentException(
                $"{nameof(PenaltyStart)}: must be 0 because no penalty has a weight, but was {PenaltyStart}.", nameof(PenaltyStart));
        }

        return this;
    }

    internal bool HasPenalty => R1Weight > 0 || R2Weight > 0 || GradientPenaltyWeight > 0;
}
