using Dcgan.Core;

namespace FaceStudio;

/// <summary>
/// The numbers of a step that the page draws. Null replaces values that are not finite or were not measured. The
/// diversity is the value that was measured last.
/// </summary>
internal sealed record TrainingPoint(
    long Step, double? GeneratorLoss, double? DiscriminatorLoss, double? RealProbability, double? GeneratedProbability, double? Diversity)
{
    public static TrainingPoint Of(DcganStep step) => new TrainingPoint(
        step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability, step.Diversity).Finite();

    /// <summary>The point without values that JSON does not have: NaN and infinity.</summary>
    public TrainingPoint Finite() => new(
        Step, Finite(GeneratorLoss), Finite(DiscriminatorLoss), Finite(RealProbability), Finite(GeneratedProbability), Finite(Diversity));

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;
}
