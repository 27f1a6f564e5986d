using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Both networks' gradients of one pass, before either has changed. Between these and the update is the place for what
/// changes gradients: clipping, penalties, scaling, an all-reduce.
/// </summary>
internal sealed class DcganGradients
{
    private readonly Tensor numbers;

    private DcganGradients(Tensor numbers, Tensor?[] ofGenerator, Tensor?[] ofDiscriminator)
    {
        this.numbers = numbers;
        OfGenerator = ofGenerator;
        OfDiscriminator = ofDiscriminator;
    }

    /// <summary>In the order of the generator's parameters; null where one is frozen.</summary>
    internal Tensor?[] OfGenerator { get; }

    /// <summary>In the order of the discriminator's parameters; null where one is frozen.</summary>
    internal Tensor?[] OfDiscriminator { get; }

    /// <summary>Each network's gradient of its own loss. Uses the pass up.</summary>
    internal static DcganGradients Of(DcganPass pass, Parameter[] ofGenerator, Parameter[] ofDiscriminator)
    {
        Tensor numbers = pass.Numbers();

        // The discriminator first: the generator's backward pass is the longer one, and frees the maps as it goes.
        Tensor?[] discriminatorGradients = Backward(pass.DiscriminatorLoss, ofDiscriminator, retainGraph: true);
        pass.ReleaseReal();
        return new DcganGradients(numbers, Backward(pass.GeneratorLoss, ofGenerator, retainGraph: false), discriminatorGradients);
    }

    /// <summary>All of a step's numbers in one read-back, the only time that the step waits for the device.</summary>
    internal DcganStep Read(long number, Func<TimeSpan> duration)
    {
        using IDisposable noGradients = no_grad();
        Tensor norms = stack([Norm(OfGenerator), Norm(OfDiscriminator)]);
        double[] read = cat([numbers, norms]).to(float64, CPU).data<double>().ToArray();
        return new DcganStep
        {
            Number = number,
            GeneratorLoss = read[0],
            DiscriminatorLoss = read[1],
            RealProbability = read[2],
            GeneratedProbability = read[3],
            GeneratorGradientNorm = read[4],
            DiscriminatorGradientNorm = read[5],
            Duration = duration(),
        };
    }

    /// <summary>
    /// The gradients of a network's own parameters, and of no others. By way of their <c>grad</c>, because autograd.grad ends
    /// the process where libtorch finds an error.
    /// </summary>
    private static Tensor?[] Backward(Tensor loss, Parameter[] parameters, bool retainGraph)
    {
        Parameter[] trained = [.. parameters.Where(parameter => parameter.requires_grad)];
        if (trained.Length == 0)
        {
            return new Tensor?[parameters.Length];
        }

        Clear(trained);
        try
        {
            autograd.backward([loss], retain_graph: retainGraph, inputs: trained);
            return [.. parameters.Select(parameter => parameter.requires_grad ? parameter.grad : null)];
        }
        finally
        {
            Clear(trained);
        }
    }

    private static void Clear(Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    private Tensor Norm(Tensor?[] gradients)
    {
        Tensor[] present = [.. gradients.OfType<Tensor>()];
        return present.Length == 0 ? zeros_like(numbers[0]) : FusedOperations.Norm(present);
    }
}
