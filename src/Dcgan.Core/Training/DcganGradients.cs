using System.Diagnostics;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Both networks' gradients of one pass, before either has changed. Between these and the update is the place for what
/// changes gradients: clipping, penalties, scaling, an all-reduce.
/// </summary>
internal sealed class DcganGradients
{
    private readonly DcganPass pass;

    private DcganGradients(DcganPass pass, Tensor[] ofGenerator, Tensor[] ofDiscriminator)
    {
        this.pass = pass;
        OfGenerator = ofGenerator;
        OfDiscriminator = ofDiscriminator;
    }

    /// <summary>In the order of the generator's parameters.</summary>
    internal Tensor[] OfGenerator { get; }

    /// <summary>In the order of the discriminator's parameters.</summary>
    internal Tensor[] OfDiscriminator { get; }

    internal static DcganGradients Of(DcganPass pass, Tensor[] generatorParameters, Tensor[] discriminatorParameters)
    {
        // Each network's gradient is of its own loss only, so neither sees the other's.
        IList<Tensor> ofGenerator = autograd.grad([pass.GeneratorLoss], generatorParameters, retain_graph: true);
        IList<Tensor> ofDiscriminator = autograd.grad([pass.DiscriminatorLoss], discriminatorParameters);
        return new DcganGradients(pass, [.. ofGenerator], [.. ofDiscriminator]);
    }

    /// <summary>All of a step's numbers in one read-back, the only time that the step waits for the device.</summary>
    internal DcganStep Read(long number, long started)
    {
        using IDisposable noGradients = no_grad();
        using Tensor numbers = stack(
        [
            pass.GeneratorLoss,
            pass.DiscriminatorLoss,
            DcganLoss.MeanProbabilityOfReal(pass.RealLogits),
            DcganLoss.MeanProbabilityOfReal(pass.GeneratedLogits),
            FusedOperations.Norm(OfGenerator),
            FusedOperations.Norm(OfDiscriminator),
        ]);
        double[] read = numbers.to(float64, CPU).data<double>().ToArray();
        return new DcganStep
        {
            Number = number,
            GeneratorLoss = read[0],
            DiscriminatorLoss = read[1],
            RealProbability = read[2],
            GeneratedProbability = read[3],
            GeneratorGradientNorm = read[4],
            DiscriminatorGradientNorm = read[5],
            Duration = Stopwatch.GetElapsedTime(started),
        };
    }
}
