using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The reference's objective, on logits: mean softmax cross-entropy over the two classes "generated" and "real". The
/// generator wants generated images called real; the discriminator wants each called what it is.
/// </summary>
/// <remarks>
/// The softmax of two logits is the sigmoid of their difference m = real - generated, so cross-entropy towards "real" is
/// -log sigmoid(m) and towards "generated" -log sigmoid(-m). Computed so, both stay finite and keep their gradient
/// however sure the discriminator is.
/// </remarks>
public sealed class DcganLoss : Module<Tensor, Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    /// <summary>Makes the loss. It has no parameters and no state.</summary>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganLoss()
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganLoss)))
    {
    }

    /// <summary>Both networks' losses from one pass.</summary>
    /// <param name="realLogits">The discriminator's logits of real images, [N, 2]: generated, real.</param>
    /// <param name="generatedLogits">Its logits of generated images, [M, 2]; M may differ from N.</param>
    /// <returns>Two scalars with their graph: CE(generated, real), and CE(real, real) + CE(generated, generated).</returns>
    /// <exception cref="ArgumentException">The logits do not fit.</exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor realLogits, Tensor generatedLogits)
    {
        Expect.Shape(realLogits, nameof(realLogits), -1, 2);
        Expect.Shape(generatedLogits, nameof(generatedLogits), -1, 2);
        Expect.Batch(realLogits, nameof(realLogits), training: false);
        Expect.Batch(generatedLogits, nameof(generatedLogits), training: false);
        Expect.Alike(generatedLogits, nameof(generatedLogits), realLogits);

        using DisposeScope scope = NewDisposeScope();
        Tensor real = Margin(realLogits);
        Tensor generated = Margin(generatedLogits);
        Tensor generatorLoss = functional.logsigmoid(generated).mean().neg();
        Tensor discriminatorLoss = (functional.logsigmoid(real).mean() + functional.logsigmoid(-generated).mean()).neg();
        return (generatorLoss.MoveToOuterDisposeScope(), discriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>The mean probability of "real": D(x) on real logits, D(G(z)) on generated ones.</summary>
    internal static Tensor MeanProbabilityOfReal(Tensor logits) => Margin(logits).sigmoid_().mean();

    /// <summary>[N, 2] to [N]: how much more the discriminator believes in "real" than in "generated".</summary>
    private static Tensor Margin(Tensor logits) => logits.select(1, 1) - logits.select(1, 0);
}
