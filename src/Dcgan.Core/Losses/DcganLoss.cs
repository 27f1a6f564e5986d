using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// What the two networks play for, on the discriminator's logits: [N, 2], generated and real, or [N, 1]. By default the
/// reference's objective, mean softmax cross-entropy: the generator wants generated images called real; the discriminator
/// wants each called what it is.
/// </summary>
/// <remarks>
/// Every objective goes by scores: the difference of two logits, real - generated, or the one logit. The softmax of two logits
/// is the sigmoid of their difference m, so cross-entropy towards "real" is -log sigmoid(m) and towards "generated"
/// -log sigmoid(-m). Computed so, both stay finite and keep their gradient however sure the discriminator is.
/// </remarks>
public sealed partial class DcganLoss : Module<Tensor, Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    private readonly IObjective objective;

    /// <summary>Makes the loss. It has no parameters and no state.</summary>
    /// <param name="options">What it is made of. The reference's by default.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or does not go with another.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganLoss(DcganLossOptions? options = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganLoss)))
    {
        Options = (options ?? new()).Checked();
        objective = Objectives.Of(Options);
    }

    /// <summary>What the loss was made of.</summary>
    public DcganLossOptions Options { get; }

    /// <summary>Both networks' adversarial losses from one pass, without penalties and feature matching.</summary>
    /// <param name="realLogits">The discriminator's logits of real images, [N, 2]: generated, real; or [N, 1].</param>
    /// <param name="generatedLogits">Its logits of generated images, [M, 2] or [M, 1]; M may differ from N.</param>
    /// <returns>Two scalars with their graph; by default CE(generated, real), and CE(real, real) + CE(generated, generated).</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor realLogits, Tensor generatedLogits)
    {
        CheckPair(realLogits, generatedLogits);

        using DisposeScope scope = NewDisposeScope();
        Tensor real = ScoreOf(realLogits);
        Tensor generated = ScoreOf(generatedLogits);
        Tensor generatorLoss = objective.Generator(generated);
        Tensor discriminatorLoss = objective.Discriminator(real, generated);
        return (generatorLoss.MoveToOuterDisposeScope(), discriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>The generator's adversarial loss alone, as <see cref="forward"/> has it.</summary>
    /// <param name="generatedLogits">The discriminator's logits of generated images, [M, 2]: generated, real; or [M, 1].</param>
    /// <returns>A scalar with its graph.</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public Tensor GeneratorLoss(Tensor generatedLogits)
    {
        CheckLogits(generatedLogits, nameof(generatedLogits));

        using DisposeScope scope = NewDisposeScope();
        return objective.Generator(ScoreOf(generatedLogits)).MoveToOuterDisposeScope();
    }

    /// <summary>The discriminator's adversarial loss alone, as <see cref="forward"/> has it.</summary>
    /// <param name="realLogits">The discriminator's logits of real images, [N, 2]: generated, real; or [N, 1].</param>
    /// <param name="generatedLogits">Its logits of generated images, [M, 2] or [M, 1]; M may differ from N.</param>
    /// <returns>A scalar with its graph.</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public Tensor DiscriminatorLoss(Tensor realLogits, Tensor generatedLogits)
    {
        CheckPair(realLogits, generatedLogits);

        using DisposeScope scope = NewDisposeScope();
        return objective.Discriminator(ScoreOf(realLogits), ScoreOf(generatedLogits)).MoveToOuterDisposeScope();
    }

    /// <summary>How much more the discriminator believes in "real" than in "generated": above 0 where it believes "real".</summary>
    /// <param name="logits">[N, 2]: generated, real; or [N, 1], the score itself.</param>
    /// <returns>[N], with its graph: the logits' difference, real - generated, or a view of the one logit.</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public static Tensor Score(Tensor logits)
    {
        CheckLogits(logits, nameof(logits));

        using DisposeScope scope = NewDisposeScope();
        return ScoreOf(logits).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean probability of "real": D(x) on real logits, D(G(z)) on generated ones. The sigmoid of the score, which is a
    /// probability to the logistic objective, and to the others a number within [0, 1] that rises with the score.
    /// </summary>
    internal static Tensor MeanProbabilityOfReal(Tensor logits) => ScoreOf(logits).sigmoid().mean();

    private static Tensor ScoreOf(Tensor logits) =>
        logits.shape[1] == 1 ? logits.select(1, 0) : logits.select(1, 1) - logits.select(1, 0);

    private static void CheckPair([NotNull] Tensor? realLogits, [NotNull] Tensor? generatedLogits)
    {
        CheckLogits(realLogits, nameof(realLogits));
        Expect.Shape(generatedLogits, nameof(generatedLogits), -1, realLogits.shape[1]);
        CheckLogits(generatedLogits, nameof(generatedLogits));
        Expect.Alike(generatedLogits, nameof(generatedLogits), realLogits);
    }

    private static void CheckLogits([NotNull] Tensor? logits, string name)
    {
        Expect.Logits(logits, name);
        Expect.Batch(logits, name, training: false);
    }
}
