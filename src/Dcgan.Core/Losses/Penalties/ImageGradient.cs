using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The gradient of scores with respect to the images that they judge, with a graph of its own.</summary>
internal static class ImageGradient
{
    // TorchSharp's own autograd.grad ends the process where libtorch finds an error; an error in TorchScript is an exception.
    // By way of backward and grad, the gradient's graph would hold the images and the images the gradient, and libtorch warns
    // of that on the console.
    private const string Script = """
        def of_sum(scores: Tensor, images: Tensor) -> Tensor:
            gradient = torch.autograd.grad([scores.sum()], [images], create_graph=True, allow_unused=True)[0]
            if gradient is None:
                return torch.empty([0])
            return gradient

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>Of each image's own score, where the judge judges each apart.</summary>
    /// <param name="judge">Images [N, C, H, W] to logits [N, 2] or [N, 1].</param>
    /// <param name="images">[N, C, H, W]; their own graph is left out.</param>
    /// <returns>[N, C·H·W], with a graph to what the judge is made of.</returns>
    internal static Tensor Of(Func<Tensor, Tensor> judge, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();

        // A copy, for images that were made in inference mode can have no gradient.
        Tensor judged = images.detach().clone().requires_grad_();
        Tensor logits = judge(judged);
        Expect.Logits(logits, nameof(judge));
        Expect.Shape(logits, nameof(judge), judged.shape[0], logits.shape[1]);
        if (!logits.requires_grad)
        {
            throw DoNotDepend();
        }

        var gradient = (Tensor)Compiled.Value.invoke("of_sum", DcganLoss.Score(logits), judged);
        return gradient.numel() == 0 ? throw DoNotDepend() : gradient.flatten(1).MoveToOuterDisposeScope();
    }

    private static ArgumentException DoNotDepend() =>
        new("judge: its logits must depend on the images that it is given, with their graph.", "judge");
}
