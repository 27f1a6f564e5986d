using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The adversarial objective: both networks' losses as functions of scores. A score D is the difference of the two logits, real -
/// generated, or the single logit of a discriminator with one logit. E is the mean over a batch, x are real images, and G(z) are
/// generated images.
/// </summary>
/// <remarks>
/// <para>
/// Construct one to train with a loss of your own: penalties, schedules, averages, metrics and checkpoints work as with the built-in
/// objectives. Both losses must be means over the images, because micro-batches and processes are weighted by their share of the
/// images. The functions run inside a dispose scope of the library and must not keep tensors or state.
/// </para>
/// <para>
/// A checkpoint stores the name, not the functions. <c>DcganTrainer.Open</c> knows the built-in objectives only; to resume a run with
/// an objective of your own, construct the trainer with it and call <c>Load</c>. Two objectives are equal if their names are equal.
/// </para>
/// </remarks>
public sealed class AdversarialObjective : IEquatable<AdversarialObjective>
{
    private readonly Func<Tensor?, Tensor, Tensor> generatorLoss;
    private readonly Func<Tensor, Tensor, Tensor> discriminatorLoss;

    /// <summary>Constructs an objective whose generator loss depends on the generated images only.</summary>
    /// <param name="name">
    /// The name in checkpoints and messages, such as <c>"SoftHinge"</c>: not empty, and not the name of a built-in objective. Change
    /// it if you change a formula, so that no run resumes with another loss.
    /// </param>
    /// <param name="generatorLoss">Maps the scores of generated images, [M], to the generator's loss, a scalar with its graph.</param>
    /// <param name="discriminatorLoss">
    /// Maps the scores of real images, [N], and of generated images, [M], to the discriminator's loss, a scalar with its graph.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty or that of a built-in objective.</exception>
    public AdversarialObjective(string name, Func<Tensor, Tensor> generatorLoss, Func<Tensor, Tensor, Tensor> discriminatorLoss)
        : this(Checked(name), (_, generated) => generatorLoss(generated), discriminatorLoss, isRelativistic: false)
    {
        ArgumentNullException.ThrowIfNull(generatorLoss);
        ArgumentNullException.ThrowIfNull(discriminatorLoss);
    }

    /// <summary>
    /// Constructs a relativistic objective, whose generator loss depends on the real images too. A step then has as many generated
    /// as real images, and an alternating step runs the discriminator on the real images once more.
    /// </summary>
    /// <param name="name">
    /// The name in checkpoints and messages: not empty, and not the name of a built-in objective.
    /// </param>
    /// <param name="generatorLoss">
    /// Maps the scores of real images, [N], without a graph, and of generated images, [N], to the generator's loss, a scalar with
    /// its graph.
    /// </param>
    /// <param name="discriminatorLoss">
    /// Maps the scores of real and of generated images, both [N], to the discriminator's loss, a scalar with its graph.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty or that of a built-in objective.</exception>
    public AdversarialObjective(string name, Func<Tensor, Tensor, Tensor> generatorLoss, Func<Tensor, Tensor, Tensor> discriminatorLoss)
        : this(Checked(name), (real, generated) => generatorLoss(real!, generated), discriminatorLoss, isRelativistic: true)
    {
        ArgumentNullException.ThrowIfNull(generatorLoss);
        ArgumentNullException.ThrowIfNull(discriminatorLoss);
    }

    /// <summary>For the objectives of this library and of checkpoints.</summary>
    internal AdversarialObjective(
        string name, Func<Tensor?, Tensor, Tensor> generatorLoss, Func<Tensor, Tensor, Tensor> discriminatorLoss, bool isRelativistic)
    {
        Name = name;
        IsRelativistic = isRelativistic;
        this.generatorLoss = generatorLoss;
        this.discriminatorLoss = discriminatorLoss;
    }

    /// <summary>
    /// The reference's objective: mean softmax cross-entropy over the two classes "generated" and "real". The softmax of two
    /// logits is the sigmoid of their difference, so this is bit-identical to <see cref="NonSaturating"/>, with one or two
    /// logits. Both names exist because the literature uses both.
    /// </summary>
    public static AdversarialObjective SoftmaxCrossEntropy { get; } = BuiltInObjectives.Logistic(nameof(SoftmaxCrossEntropy));

    /// <summary>
    /// Logistic loss with the non-saturating generator loss (Goodfellow et al., 2014). Discriminator: -E[log σ(D(x))] - E[log
    /// σ(-D(G(z)))]. Generator: -E[log σ(D(G(z)))].
    /// </summary>
    public static AdversarialObjective NonSaturating { get; } = BuiltInObjectives.Logistic(nameof(NonSaturating));

    /// <summary>
    /// Least squares (Mao et al., 2017), with target 1 for real and 0 for generated images. Discriminator: ½E[(D(x) - 1)²] +
    /// ½E[D(G(z))²]. Generator: ½E[(D(G(z)) - 1)²].
    /// </summary>
    public static AdversarialObjective LeastSquares { get; } = BuiltInObjectives.LeastSquares(nameof(LeastSquares));

    /// <summary>
    /// Hinge loss (Lim and Ye, 2017; Miyato et al., 2018). Discriminator: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))].
    /// Generator: -E[D(G(z))].
    /// </summary>
    public static AdversarialObjective Hinge { get; } = BuiltInObjectives.Hinge(nameof(Hinge));

    /// <summary>
    /// Wasserstein distance (Arjovsky et al., 2017). Discriminator: E[D(G(z))] - E[D(x)]. Generator: -E[D(G(z))]. Valid only if
    /// the discriminator's gradient is bounded, by <see cref="DcganLossOptions.GradientPenaltyWeight"/> or by spectral
    /// normalization.
    /// </summary>
    public static AdversarialObjective Wasserstein { get; } = BuiltInObjectives.Wasserstein(nameof(Wasserstein));

    /// <summary>
    /// Relativistic pairing (Jolicoeur-Martineau, 2019; Huang et al., 2024): compares each generated image with the real image at
    /// the same place in the batch. Discriminator: -E[log σ(D(x) - D(G(z)))]. Generator: -E[log σ(D(G(z)) - D(x))]. Use it with
    /// <see cref="DcganLossOptions.R1Weight"/> and <see cref="DcganLossOptions.R2Weight"/>, as Huang et al. do.
    /// </summary>
    public static AdversarialObjective RelativisticPairing { get; } = BuiltInObjectives.RelativisticPairing(nameof(RelativisticPairing));

    /// <summary>The name in checkpoints and messages.</summary>
    public string Name { get; }

    /// <summary>Whether the generator's loss depends on the real images too.</summary>
    public bool IsRelativistic { get; }

    /// <summary>The objectives of this library.</summary>
    internal static IReadOnlyList<AdversarialObjective> BuiltIn { get; } =
        [SoftmaxCrossEntropy, NonSaturating, LeastSquares, Hinge, Wasserstein, RelativisticPairing];

    /// <summary>
    /// The objective with one-sided label smoothing, from the distance of the discriminator's target for real images from 1; null if
    /// the discriminator has no target.
    /// </summary>
    internal Func<double, AdversarialObjective>? Smoothed { get; init; }

    /// <summary>Whether the functions are known. They are not if a checkpoint has the name of a host's objective.</summary>
    internal bool IsKnown { get; private init; } = true;

    /// <summary>The objective in a checkpoint: a built-in one, or the name of a host's own.</summary>
    internal static AdversarialObjective Stored(string name)
    {
        return Find(name) ?? new(name, (_, _) => throw Unknown(), (_, _) => throw Unknown(), isRelativistic: false) { IsKnown = false };

        NotSupportedException Unknown() => new($"The functions of the objective {name} are not known.");
    }

    /// <param name="realScores">[N]; null unless <see cref="IsRelativistic"/> is true.</param>
    /// <param name="generatedScores">[M], with their graph.</param>
    /// <exception cref="InvalidOperationException">The host's function returned no scalar.</exception>
    internal Tensor GeneratorLoss(Tensor? realScores, Tensor generatedScores) =>
        Checked(generatorLoss(realScores, generatedScores), "generator");

    /// <inheritdoc cref="GeneratorLoss"/>
    internal Tensor DiscriminatorLoss(Tensor realScores, Tensor generatedScores) =>
        Checked(discriminatorLoss(realScores, generatedScores), "discriminator");

    /// <summary>Returns <see cref="Name"/>.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>Compares the names.</summary>
    /// <param name="other">The other objective.</param>
    /// <returns>Whether the names are equal.</returns>
    public bool Equals(AdversarialObjective? other) => other is not null && Name == other.Name;

    /// <summary>Compares the names.</summary>
    /// <param name="obj">The other objective.</param>
    /// <returns>Whether the names are equal.</returns>
    public override bool Equals(object? obj) => Equals(obj as AdversarialObjective);

    /// <summary>Returns a hash code of the name.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static AdversarialObjective? Find(string name) => BuiltIn.FirstOrDefault(objective => objective.Name == name);

    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Any(char.IsControl))
        {
            throw new ArgumentException($"{nameof(name)}: must not contain control characters.", nameof(name));
        }

        return Find(name) is null
            ? name
            : throw new ArgumentException($"{nameof(name)}: must not be the name of a built-in objective but was {name}.", nameof(name));
    }

    private Tensor Checked(Tensor? loss, string network)
    {
        string? fault = loss switch
        {
            null => "null",
            { IsInvalid: true } => "a disposed tensor",
            { ndim: > 0 } => Expect.Text(loss.Sizes()),
            _ => null,
        };
        return fault is null
            ? loss!
            : throw new InvalidOperationException($"The objective {Name} must return the {network}'s loss as a scalar but returned {fault}.");
    }
}
