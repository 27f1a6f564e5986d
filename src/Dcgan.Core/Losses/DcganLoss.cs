using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Computes the losses of both networks from the discriminator's logits: [N, 2] (generated, real) or [N, 1]. The default is the
/// reference's mean softmax cross-entropy, with target "real" for the generator and the true class for the discriminator.
/// </summary>
/// <remarks>
/// Every objective is a function of scores: the difference of the two logits, real - generated, or the single logit. The softmax
/// of two logits is the sigmoid of their difference m. The cross-entropy with target "real" is thus -log sigmoid(m), and with
/// target "generated" -log sigmoid(-m). In this form both stay finite and keep their gradient at any score.
/// </remarks>
public sealed partial class DcganLoss : Module<Tensor, Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    private readonly AdversarialObjective objective;

    /// <summary>Constructs the loss. It has no parameters and no state.</summary>
    /// <param name="options">The objective and its terms. Default: the reference's.</param>
    /// <exception cref="ArgumentException">An option is out of range or conflicts with another option.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganLoss(DcganLossOptions? options = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganLoss)))
    {
        Options = (options ?? new()).Checked();
        objective = Options.LabelSmoothing == 0 ? Options.Objective : Options.Objective.Smoothed!(Options.LabelSmoothing);
    }

    /// <summary>The options of the loss.</summary>
    public DcganLossOptions Options { get; }

    /// <summary>Computes both adversarial losses, without penalties or feature matching.</summary>
    /// <param name="realLogits">The discriminator's logits of real images, [N, 2]: generated, real; or [N, 1].</param>
    /// <param name="generatedLogits">
    /// The discriminator's logits of generated images, [M, 2] or [M, 1]; M may differ from N.
    /// </param>
    /// <returns>
    /// Two scalars with their graph; by default CE(generated, real), and CE(real, real) + CE(generated, generated).
    /// </returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor realLogits, Tensor generatedLogits)
    {
        CheckPair(realLogits, generatedLogits);

        using DisposeScope scope = NewDisposeScope();
        Tensor real = ScoreOf(realLogits);
        Tensor generated = ScoreOf(generatedLogits);
        Tensor generatorLoss = OfGenerator(real, generated);
        Tensor discriminatorLoss = objective.DiscriminatorLoss(real, generated);
        return (generatorLoss.MoveToOuterDisposeScope(), discriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>Computes the generator's adversarial loss only.</summary>
    /// <param name="generatedLogits">The discriminator's logits of generated images, [M, 2]: generated, real; or [M, 1].</param>
    /// <param name="realLogits">
    /// The discriminator's logits of real images, [N, 2] or [N, 1]; N equals M. Only a relativistic objective uses them, as
    /// constants, and it requires them.
    /// </param>
    /// <returns>A scalar with its graph.</returns>
    /// <exception cref="ArgumentException">The logits do not fit, or the objective is relativistic and has no real logits.</exception>
    public Tensor GeneratorLoss(Tensor generatedLogits, Tensor? realLogits = null)
    {
        CheckLogits(generatedLogits, nameof(generatedLogits));
        if (realLogits is null && objective.IsRelativistic)
        {
            throw new ArgumentException(
                $"{nameof(realLogits)}: must not be null, because {objective} compares generated with real images.", nameof(realLogits));
        }

        if (realLogits is not null)
        {
            CheckPair(realLogits, generatedLogits);
        }

        using DisposeScope scope = NewDisposeScope();
        return OfGenerator(realLogits is null ? null : ScoreOf(realLogits), ScoreOf(generatedLogits)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the discriminator's adversarial loss only.</summary>
    /// <param name="realLogits">The discriminator's logits of real images, [N, 2]: generated, real; or [N, 1].</param>
    /// <param name="generatedLogits">
    /// The discriminator's logits of generated images, [M, 2] or [M, 1]; M may differ from N.
    /// </param>
    /// <returns>A scalar with its graph.</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public Tensor DiscriminatorLoss(Tensor realLogits, Tensor generatedLogits)
    {
        CheckPair(realLogits, generatedLogits);

        using DisposeScope scope = NewDisposeScope();
        return objective.DiscriminatorLoss(ScoreOf(realLogits), ScoreOf(generatedLogits)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes scores from logits. A score is above 0 if the discriminator classifies the image as real.</summary>
    /// <param name="logits">[N, 2]: generated, real; or [N, 1], the score itself.</param>
    /// <returns>[N], with its graph: the difference of the logits, real - generated, or a view of the single logit.</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public static Tensor Score(Tensor logits)
    {
        CheckLogits(logits, nameof(logits));

        using DisposeScope scope = NewDisposeScope();
        return ScoreOf(logits).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean probability of "real": D(x) for real logits, D(G(z)) for generated logits. It is the mean sigmoid of the score.
    /// For the logistic objective the sigmoid is a probability; for the other objectives it is a number in [0, 1] that rises with
    /// the score.
    /// </summary>
    internal static Tensor MeanProbabilityOfReal(Tensor logits) => ScoreOf(logits).sigmoid().mean();

    private Tensor OfGenerator(Tensor? real, Tensor generated) =>
        objective.GeneratorLoss(objective.IsRelativistic ? real!.detach() : null, generated);

    private static Tensor ScoreOf(Tensor logits) =>
        logits.size(1) == 1 ? logits.select(1, 0) : logits.select(1, 1) - logits.select(1, 0);

    private void CheckPair([NotNull] Tensor? realLogits, [NotNull] Tensor? generatedLogits)
    {
        CheckLogits(realLogits, nameof(realLogits));
        Expect.Shape(generatedLogits, nameof(generatedLogits), objective.IsRelativistic ? realLogits.size(0) : -1, realLogits.size(1));
        CheckLogits(generatedLogits, nameof(generatedLogits));
        Expect.Alike(generatedLogits, nameof(generatedLogits), realLogits);
    }

    private static void CheckLogits([NotNull] Tensor? logits, string name)
    {
        Expect.Logits(logits, name);
        Expect.Batch(logits, name, training: false);
    }
}
