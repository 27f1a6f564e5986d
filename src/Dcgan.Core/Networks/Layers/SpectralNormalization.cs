using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Spectral normalisation (Miyato, Kataoka, Koyama, Yoshida: Spectral normalization for generative adversarial networks,
/// 2018): a weight divided by its largest singular value, as a matrix [out, everything else], so that the layer stretches
/// nothing. The value is estimated by power iteration, one a pass in training; between passes a weight changes little, and
/// the estimate follows it. In evaluation nothing changes.
/// </summary>
internal sealed class SpectralNormalization : Module<Tensor, Tensor>, IPassState
{
    /// <summary>Iterations on a new network's weights, so that the estimate is near from the start. As many as PyTorch makes.</summary>
    private const int FirstIterations = 15;

    /// <summary>Far below any norm of a trained weight, far above float32's smallest number; the quotient stays a number.</summary>
    private const double Smallest = 1e-12;

    /// <summary>The left singular vector of the largest singular value, as far as it is known: [out], of length 1.</summary>
    private Tensor u;

    /// <param name="weight">A new network's, as it was drawn.</param>
    /// <param name="random">The iteration's start is drawn from it.</param>
    internal SpectralNormalization(Tensor weight, torch.Generator random)
        : base(nameof(SpectralNormalization))
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = weight.flatten(1);
        Tensor left = Unit(empty(weight.shape[0], float32).normal_(0, 1, random));
        for (int iteration = 0; iteration < FirstIterations; iteration++)
        {
            left = Unit(matrix.mv(Right(matrix, left)));
        }

        u = left.DetachFromDisposeScope();
        RegisterComponents();
    }

    public IReadOnlyList<Tensor> PassState => [u];

    /// <summary>The normalised weight. The gradient flows through the singular value as well; u and v count as constants.</summary>
    public override Tensor forward(Tensor weight) => Normalize(weight, iterates: training);

    /// <summary>The normalised weight as evaluation has it.</summary>
    internal Tensor Fixed(Tensor weight) => Normalize(weight, iterates: false);

    private Tensor Normalize(Tensor weight, bool iterates)
    {
        (Tensor left, Tensor right) = Vectors(weight, iterates);
        Tensor sigma = weight.flatten(1).mv(right).dot(left);
        return weight / sigma.clamp_min(Smallest);
    }

    /// <summary>Both singular vectors, which a graph can keep: neither is the buffer, which the next pass changes.</summary>
    private (Tensor Left, Tensor Right) Vectors(Tensor weight, bool iterates)
    {
        using IDisposable noGradients = no_grad();
        Tensor matrix = weight.detach().flatten(1);
        Tensor right = Right(matrix, u);
        if (!iterates)
        {
            return (u.clone(), right);
        }

        Tensor left = Unit(matrix.mv(right));
        _ = u.copy_(left);
        return (left, right);
    }

    private static Tensor Right(Tensor matrix, Tensor left) => Unit(matrix.t().mv(left));

    private static Tensor Unit(Tensor vector) => vector / vector.norm().clamp_min(Smallest);
}
