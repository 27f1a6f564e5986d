using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The numbers of one step. If a step updates a network several times, each number is the mean over the updates.
/// </summary>
internal sealed class StepNumbers
{
    private readonly List<PhaseNumbers> generator = [];
    private readonly List<PhaseNumbers> discriminator = [];

    /// <summary>Whether all losses and gradients so far are finite.</summary>
    internal bool AreFinite => generator.Concat(discriminator).All(phase => phase.IsFinite);

    /// <summary>
    /// The mean sign of the real images' scores, from which adaptive augmentation detects overfitting: [-1, 1].
    /// </summary>
    /// <remarks>Because of rounding, the weighted sum over micro-batches may slightly exceed 1.</remarks>
    internal double RealSign => Math.Clamp(Mean(discriminator, phase => phase.RealSign), -1, 1);

    internal void AddGenerator(PhaseNumbers numbers) => generator.Add(numbers);

    internal void AddDiscriminator(PhaseNumbers numbers) => discriminator.Add(numbers);

    /// <summary>The public record. Values that the step never reached are NaN.</summary>
    internal DcganStep ToStep(long number, StepOutcome outcome) => new()
    {
        Number = number,
        GeneratorLoss = Mean(generator, phase => phase.Loss),
        DiscriminatorLoss = Mean(discriminator, phase => phase.Loss),
        Penalty = Mean(discriminator, phase => phase.Penalty),
        RealProbability = Mean(discriminator, phase => phase.RealProbability),
        GeneratedProbability = Mean(discriminator, phase => phase.GeneratedProbability),
        ScoreGap = Mean(discriminator, phase => phase.RealScore) - Mean(discriminator, phase => phase.GeneratedScore),
        GeneratorGradientNorm = Mean(generator, phase => phase.GradientNorm),
        DiscriminatorGradientNorm = Mean(discriminator, phase => phase.GradientNorm),
        Duration = TimeSpan.Zero,
        Outcome = outcome,
    };

    private static double Mean(List<PhaseNumbers> phases, Func<PhaseNumbers, double> number) =>
        phases.Count == 0 ? double.NaN : phases.Average(number);
}

/// <summary>The numbers of one phase. Only the discriminator's phase has scores; they are 0 in the generator's phase.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PhaseNumbers(
    double Loss,
    double Penalty,
    double GradientNorm,
    double RealProbability,
    double GeneratedProbability,
    double RealScore,
    double GeneratedScore,
    double RealSign)
{
    /// <summary>The number of fields.</summary>
    internal const int Count = 8;

    internal bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Penalty) && double.IsFinite(GradientNorm)
        && double.IsFinite(RealProbability) && double.IsFinite(GeneratedProbability)
        && double.IsFinite(RealScore) && double.IsFinite(GeneratedScore) && double.IsFinite(RealSign);

    /// <summary>
    /// Statistics of the discriminator's logits, on the device: the fields from <see cref="RealProbability"/> on, in their order.
    /// </summary>
    internal static Tensor Scores(Tensor realLogits, Tensor generatedLogits)
    {
        using IDisposable noGradients = no_grad();
        Tensor real = DcganLoss.Score(realLogits);
        Tensor generated = DcganLoss.Score(generatedLogits);
        return stack(
        [
            DcganLoss.MeanProbabilityOfReal(realLogits),
            DcganLoss.MeanProbabilityOfReal(generatedLogits),
            real.mean(),
            generated.mean(),
            real.sign().mean(),
        ]);
    }

    /// <summary>All numbers of a phase, on the device, in the order of the fields. Missing scores are 0.</summary>
    internal static Tensor Pack(Tensor loss, Tensor penalty, Tensor gradientNorm, Tensor? scores) =>
        cat([loss.reshape(1), penalty.reshape(1), gradientNorm.reshape(1), scores ?? loss.new_zeros(5)]);

    /// <summary>The parts of a tensor that <see cref="Pack"/> made.</summary>
    internal static (Tensor Loss, Tensor Penalty, Tensor GradientNorm, Tensor Scores) Unpack(Tensor packed) =>
        (packed[0].clone(), packed[1].clone(), packed[2].clone(), packed.narrow(0, 3, Count - 3).clone());

    /// <summary>Reads the numbers of several phases. An update waits for the device only here.</summary>
    /// <param name="packed">Made by <see cref="Pack"/>.</param>
    internal static PhaseNumbers[] Read(params Tensor[] packed)
    {
        using IDisposable noGradients = no_grad();
        double[] values = cat(packed).to(float64, CPU).data<double>().ToArray();
        return MemoryMarshal.Cast<double, PhaseNumbers>(values).ToArray();
    }
}
