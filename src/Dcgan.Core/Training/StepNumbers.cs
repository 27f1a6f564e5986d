using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What a step says of itself. Where it updates a network several times, each number is the mean over the updates.</summary>
internal sealed class StepNumbers
{
    /// <summary>Numbers of one update: of the discriminator, and of the generator.</summary>
    internal const int OfDiscriminator = 8;
    internal const int OfGenerator = 2;

    private readonly double[] discriminator = new double[OfDiscriminator];
    private readonly double[] generator = new double[OfGenerator];

    private int discriminatorUpdates;
    private int generatorUpdates;

    /// <summary>
    /// Mean sign of the real images' scores, of which adaptive augmentation tells overfitting. The rounding of the parts' shares may
    /// take the sum a little beyond 1.
    /// </summary>
    internal double RealSign => Math.Clamp(Mean(discriminator, discriminatorUpdates, 5), -1, 1);

    /// <summary>The one time that an update waits for the device.</summary>
    internal static double[] Read(Tensor numbers)
    {
        using IDisposable noGradients = no_grad();
        return numbers.to(float64, CPU).data<double>().ToArray();
    }

    /// <param name="numbers">
    /// Of one update: loss, probability of real and of generated images, score of both, sign of the real ones' score, penalty,
    /// length of the gradient.
    /// </param>
    internal void AddDiscriminator(ReadOnlySpan<double> numbers)
    {
        Add(numbers, discriminator);
        discriminatorUpdates++;
    }

    /// <param name="numbers">Of one update: loss, length of the gradient.</param>
    internal void AddGenerator(ReadOnlySpan<double> numbers)
    {
        Add(numbers, generator);
        generatorUpdates++;
    }

    /// <summary>To be asked before each update.</summary>
    /// <exception cref="NotFiniteNumberException">A loss or gradient is not finite.</exception>
    internal void ThrowIfNotFinite()
    {
        if (!discriminator.Concat(generator).All(double.IsFinite))
        {
            throw new NotFiniteNumberException();
        }
    }

    /// <summary>What is not known, because the step ended before, is not a number.</summary>
    internal DcganStep ToStep(long number, TimeSpan duration) => new()
    {
        Number = number,
        GeneratorLoss = Mean(generator, generatorUpdates, 0),
        DiscriminatorLoss = Mean(discriminator, discriminatorUpdates, 0),
        Penalty = Mean(discriminator, discriminatorUpdates, 6),
        RealProbability = Mean(discriminator, discriminatorUpdates, 1),
        GeneratedProbability = Mean(discriminator, discriminatorUpdates, 2),
        ScoreGap = Mean(discriminator, discriminatorUpdates, 3) - Mean(discriminator, discriminatorUpdates, 4),
        GeneratorGradientNorm = Mean(generator, generatorUpdates, 1),
        DiscriminatorGradientNorm = Mean(discriminator, discriminatorUpdates, 7),
        Duration = duration,
    };

    private static void Add(ReadOnlySpan<double> numbers, double[] sums)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] += numbers[index];
        }
    }

    private static double Mean(double[] sums, int updates, int index) => updates == 0 ? double.NaN : sums[index] / updates;
}
