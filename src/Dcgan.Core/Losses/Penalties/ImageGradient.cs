using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The gradient of scores with respect to their images, which is itself differentiable.</summary>
internal static class ImageGradient
{
    // TorchSharp's own autograd.grad ends the process on an error in libtorch; TorchScript throws an exception instead. With
    // backward() and grad, the images and the gradient's graph would refer to each other, and libtorch would warn of that cycle
    // on the console.
    private const string Script = """
        def of_sum(scores: Tensor, images: Tensor) -> Tensor:
            gradient = torch.autograd.grad([scores.sum()], [images], create_graph=True, allow_unused=True)[0]
            if gradient is None:
                return torch.empty([0])
            return gradient

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>
    /// Computes the gradient of the sum of all scores: each image's own gradient if the scores are independent.
    /// </summary>
    /// <param name="judge">Maps images [N, C, H, W] to logits [N, 2] or [N, 1].</param>
    /// <param name="images">Images [N, C, H, W]; their graph is not used.</param>
    /// <returns>The gradients, [N, C·H·W], with a graph to the judge's weights.</returns>
    internal static Tensor Of(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();

        // A copy, because images created in inference mode cannot require gradients.
        Tensor judged = images.detach().clone().requires_grad_();
        Tensor logits = judge(judged);
        Expect.Logits(logits, nameof(judge));
        Expect.Shape(logits, nameof(judge), judged.size(0), logits.size(1));
        if (!logits.requires_grad)
        {
            throw DoNotDepend();
        }

        Tensor score = DcganLoss.Score(logits);
        Tensor gradient = BackwardPass.Run(() => (Tensor)Compiled.Value.invoke("of_sum", score, judged));
        return gradient.numel() == 0 ? throw DoNotDepend() : gradient.flatten(1).MoveToOuterDisposeScope();
    }

    private static ArgumentException DoNotDepend() =>
        new("judge: its logits must depend on the images and have a graph.", "judge");
}
