using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Spectral normalization (Miyato, Kataoka, Koyama, Yoshida: Spectral normalization for generative adversarial networks, 2018):
/// divides a weight, viewed as a matrix [out, all other axes], by its largest singular value, so that its spectral norm is 1.
/// Power iteration estimates the singular value, with one iteration per forward pass in training. The weight changes little
/// between passes, so the estimate stays close. Evaluation and sampling run no iteration.
/// </summary>
internal sealed class SpectralNormalization : Module<Tensor, Tensor>, IPassState
{
    /// <summary>
    /// Number of iterations on the weights of a new network, so that the first estimate is close. PyTorch uses the same number.
    /// </summary>
    private const int FirstIterations = 15;

    /// <summary>
    /// Lower bound of divisors, which keeps the quotient finite: far below any norm of a trained weight and far above the
    /// smallest float32.
    /// </summary>
    private const double Smallest = 1e-12;

    /// <summary>Estimate of the left singular vector for the largest singular value: [out], with norm 1.</summary>
    private Tensor u;

    /// <param name="weight">Initial weight of the layer.</param>
    /// <param name="random">Draws the initial vector.</param>
    internal SpectralNormalization(Tensor weight, torch.Generator random)
        : base(nameof(SpectralNormalization))
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = weight.flatten(1);
        Tensor left = Unit(empty(weight.size(0), float32).normal_(0, 1, random));
        for (int iteration = 0; iteration < FirstIterations; iteration++)
        {
            left = Unit(matrix.mv(Right(matrix, left)));
        }

        u = left.DetachFromDisposeScope();
        RegisterComponents();
    }

    public IReadOnlyList<Tensor> PassState => [u];

    /// <summary>
    /// Normalizes a weight. The gradient includes the gradient of the singular value; u and v are treated as constants.
    /// </summary>
    public override Tensor forward(Tensor weight) => Normalize(weight, iterates: training && SamplingMode.AllowsIterations);

    /// <summary>Normalizes a weight as in evaluation, without a power iteration.</summary>
    internal Tensor Fixed(Tensor weight) => Normalize(weight, iterates: false);

    private Tensor Normalize(Tensor weight, bool iterates)
    {
        (Tensor left, Tensor right) = Vectors(weight, iterates);
        Tensor sigma = weight.flatten(1).mv(right).dot(left);
        return weight / sigma.ClampMin(Smallest);
    }

    /// <summary>
    /// Computes both singular vectors. Neither vector is the buffer, which the next pass changes in place, so a graph can keep
    /// both.
    /// </summary>
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

    private static Tensor Unit(Tensor vector) => vector / vector.norm().ClampMin(Smallest);
}
