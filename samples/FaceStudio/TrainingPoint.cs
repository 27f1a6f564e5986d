using Dcgan.Core;

namespace FaceStudio;

/// <summary>
/// The numbers of a step that the page draws. Null replaces values that are not finite or were not measured. The
/// diversity is the value that was measured last.
/// </summary>
internal sealed record TrainingPoint(
    long Step, double? GeneratorLoss, double? DiscriminatorLoss, double? RealProbability, double? GeneratedProbability, double? Diversity)
{
    public static TrainingPoint Of(DcganStep step) => new(
        step.Number,
        Finite(step.GeneratorLoss),
        Finite(step.DiscriminatorLoss),
        Finite(step.RealProbability),
        Finite(step.GeneratedProbability),
        Finite(step.Diversity));

    // JSON has no NaN.
    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;
}
